import { imageShape, type Shape } from '../tensor/tensor.ts';

export interface GroupNormReferenceArgs {
  readonly input: Float64Array;
  readonly inputShape: Shape;
  readonly groups: number;
  readonly scale?: Float64Array | undefined;
  readonly offset?: Float64Array | undefined;
  readonly epsilon: number;
}

/** The formula as it is written, group by group, in float64 over row-major arrays. */
export function groupNormReference(args: GroupNormReferenceArgs): Float64Array {
  const { input, inputShape, groups, scale, offset, epsilon } = args;
  const [batch, height, width, channels] = imageShape(inputShape);
  const plane = height * width * channels;
  const result = new Float64Array(input.length);
  for (let n = 0; n < batch; n++) {
    for (let group = 0; group < groups; group++) {
      const members: number[] = [];
      for (let i = n * plane; i < (n + 1) * plane; i++) {
        if (Math.floor((i % channels) / (channels / groups)) === group) members.push(i);
      }
      const mean = members.reduce((sum, i) => sum + input[i], 0) / members.length;
      const variance = members.reduce((sum, i) => sum + (input[i] - mean) ** 2, 0) / members.length;
      for (const i of members) {
        const c = i % channels;
        const normalised = (input[i] - mean) / Math.sqrt(variance + epsilon);
        result[i] = normalised * (scale?.[c] ?? 1) + (offset?.[c] ?? 0);
      }
    }
  }
  return result;
}
