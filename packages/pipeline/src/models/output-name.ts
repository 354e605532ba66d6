import { FaceGpuError } from '@facegpu/kernels';
import { kinds, type Model, schema } from '@facegpu/nn';

/** An output of a network: its name, or its place among the outputs, from 0. */
export type OutputName = string | number;

/** A setting that names an output. */
export const outputName = schema.is('the name or the place of an output', (value) => {
  return (typeof value === 'string' && value !== '') || kinds.whole(0, 65_535).accepts(value);
});

/**
 * The name of an output.
 *
 * @throws FaceGpuError `bad-model` where there is none in that place
 */
export function outputNameOf({ source, metadata }: Model, output: OutputName): string {
  if (typeof output === 'string') return output;
  const { outputs } = metadata.graph;
  if (output < outputs.length) return outputs[output];
  throw new FaceGpuError(
    'bad-model',
    `${source} has ${outputs.length} outputs, and none in place ${output} of them`,
    'Name the outputs that its description speaks of.',
  );
}
