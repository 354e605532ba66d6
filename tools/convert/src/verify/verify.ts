import { type Device, FaceGpuError } from '@facegpu/kernels';
import {
  allOperators,
  compile,
  type ImageInput,
  imageDimensions,
  type Model,
  mainSize,
} from '@facegpu/nn';
import { decodeSsd, isSsd } from './decode-ssd.ts';
import { largestDifference } from './difference.ts';
import { loadOriginal } from './original.ts';
import { randomPixels } from './random-image.ts';

/** How far an output of ours lies from the original's. */
export interface Difference {
  readonly batch: number;
  readonly output: string;
  /** The largest difference, relative to the output's largest magnitude. */
  readonly relative: number;
}

/** The largest difference that a converted network may show, on any adapter. */
export const tolerance = 1e-4;

const seed = 20_250_101;

/**
 * Runs a converted network on WebGPU and its original on TensorFlow.js, both on the same random
 * images: one by itself, and two at once.
 *
 * @param folder with the original's weights
 * @throws FaceGpuError of the device, or `bad-argument` where the original can't be loaded
 */
export async function verify(model: Model, folder: string, device: Device): Promise<Difference[]> {
  const { name } = model.metadata;
  const input = imageInput(model);
  const [height, width] = mainSize(input);
  const original = await loadOriginal(name, folder);
  const differences: Difference[] = [];
  try {
    for (const batch of [1, 2]) {
      const pixels = randomPixels(batch * height * width * 3, seed);
      const expected = await original.run(pixels, batch, height);
      const actual = await runConverted(model, device, pixels, batch);
      for (const [output, values] of Object.entries(expected)) {
        const relative = largestDifference(actual[output] ?? [], values);
        differences.push({ batch, output, relative });
      }
    }
  } finally {
    original.dispose();
  }
  return differences;
}

async function runConverted(
  model: Model,
  device: Device,
  pixels: Float32Array,
  batch: number,
): Promise<Record<string, ArrayLike<number>>> {
  const { graph, settings } = model.metadata;
  const input = imageInput(model);
  const dimensions = imageDimensions(graph, input, batch, mainSize(input));
  const plan = await compile(model, device, { operators: allOperators, dimensions });
  try {
    const outputs = await plan.run({ [input.name]: normalize(pixels, input) });
    return isSsd(settings) ? decodeSsd(outputs, settings.decode, model) : outputs;
  } finally {
    plan.dispose();
  }
}

/** @throws FaceGpuError `bad-argument` where the network looks at no picture */
function imageInput({ metadata, source }: Model): ImageInput {
  if (metadata.input) return metadata.input;
  throw new FaceGpuError(
    'bad-argument',
    `${source} describes no image input`,
    'Verify a model that looks at pictures.',
  );
}

/** Pixels as the network wants them. */
function normalize(pixels: Float32Array, { mean, scale }: ImageInput): Float32Array {
  return pixels.map((value, i) => (value - mean[i % 3]) * scale[i % 3]);
}
