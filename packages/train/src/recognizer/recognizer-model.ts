import { FaceGpuError } from '@facegpu/kernels';
import {
  type Constant,
  type ImageInput,
  type Model,
  mainSize,
  type Network,
  toConstant,
  valuesOf,
} from '@facegpu/nn';
import { type Alignment, descriptionOf } from '@facegpu/pipeline';
import { NetworkBuilder } from '../networks/network-builder.ts';
import { type ResidualNetOptions, residualNet } from '../networks/residual-net.ts';

/** A recogniser that is to be trained, and what its file will say of it. */
export interface RecognizerModel {
  /** Takes chips, `[batch, side, side, 3]`; its one output are descriptors, `[batch, dimensions]`. */
  readonly network: Network;
  readonly input: ImageInput;
  /** Whether its weights are as they were drawn: then it is fitted to the data first, see `standardizeFeatures`. */
  readonly isNew: boolean;
  /** The name of that output. */
  readonly descriptors: string;
  readonly dimensions: number;
  readonly alignment: Alignment;
  /** Where it comes from, and under which terms. */
  readonly origin: string;
  readonly licence: string;
}

export type PresetName = keyof typeof presets;

/** The recognisers that can be trained from nothing, by name: side of their chips, and their net. */
export const presets = {
  tiny: { side: 32, net: { stages: [16, 32, 64], blocks: 1, dimensions: 64 } },
  /** 0.9 million weights, 46 million products a chip. */
  small: { side: 64, net: { stages: [24, 48, 96, 192], blocks: 1, dimensions: 128 } },
} as const satisfies Readonly<Record<string, { side: number; net: ResidualNetOptions }>>;

/** A recogniser of a preset, whose weights are drawn from a seed. */
export function presetRecognizer(name: PresetName, seed: number): RecognizerModel {
  const { side, net } = presets[name];
  return ownRecognizer(side, net.dimensions, seed, (b, image) => residualNet(b, image, net));
}

/**
 * A recogniser of an architecture of one's own.
 *
 * @param side of its chips, in pixels
 * @param dimensions of its descriptors
 * @param seed of the weights that it draws
 * @param write writes the network down: of the name of the chips, `[batch, side, side, 3]`, RGB from −1 to 1,
 * it makes descriptors of length 1, and returns their name
 */
export function ownRecognizer(
  side: number,
  dimensions: number,
  seed: number,
  write: (b: NetworkBuilder, image: string) => string,
): RecognizerModel {
  const b = new NetworkBuilder(seed);
  const image = b.input('image', ['batch', side, side, 3]);
  const descriptors = write(b, image);
  const each = (value: number) => [value, value, value];
  return {
    network: b.build(descriptors),
    input: {
      name: image,
      sizes: [[side, side]],
      channels: 'rgb',
      mean: each(127.5),
      scale: each(1 / 127.5),
    },
    isNew: true,
    descriptors,
    dimensions,
    alignment: { template: 'arcface-112' },
    origin: 'trained with FaceGPU from weights that were drawn at random',
    licence: 'unstated: that of whoever trained it, and of the photos',
  };
}

/**
 * A recogniser that goes on from a model file, whose weights become f32.
 *
 * @throws FaceGpuError `bad-model` where it is no recogniser; `unsupported-feature` where its chips aren't
 * squares of three channels that lie last
 */
export function modelRecognizer(model: Model): RecognizerModel {
  const { input, output, dimensions, alignment } = descriptionOf(model, 'recognizer');
  const [height, width] = mainSize(input);
  if (height !== width || input.layout === 'nchw' || input.channels === 'grey') {
    throw new FaceGpuError(
      'unsupported-feature',
      `${model.source} takes ${height}×${width} ${input.layout ?? 'nhwc'} ${input.channels}`,
      'Only recognisers of squares with colours as the last axis can be trained.',
    );
  }
  const { graph, constants } = model.network();
  const { name, origin, licence } = model.metadata;
  return {
    network: { graph: { ...graph, outputs: [output] }, constants: asF32(constants) },
    input,
    isNew: false,
    descriptors: output,
    dimensions,
    alignment,
    origin: `trained with FaceGPU from ${name} (${origin})`,
    licence,
  };
}

/** Weights as what they stand for: bytes and halves can't follow a gradient. */
function asF32(constants: ReadonlyMap<string, Constant>): Map<string, Constant> {
  return new Map(
    [...constants].map(([name, constant]) => {
      const { shape, dtype } = constant;
      return [name, dtype === 'f32' ? toConstant(shape, valuesOf(constant)) : constant];
    }),
  );
}
