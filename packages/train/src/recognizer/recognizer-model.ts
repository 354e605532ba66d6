import { FaceGpuError } from '@facegpu/kernels';
import {
  type Constant,
  type Graph,
  type ImageInput,
  type Model,
  mainSize,
  type Network,
  toConstant,
  valuesOf,
} from '@facegpu/nn';
import { type Alignment, descriptionOf, type Metric } from '@facegpu/pipeline';
import { imageInput } from '../course/image-network.ts';
import { fromNothing } from '../course/save-network.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import type { Running } from '../networks/batch-norm.ts';
import { NetworkBuilder } from '../networks/network-builder.ts';

/** A recogniser that is to be trained, and what its file will say of it. */
export interface RecognizerModel {
  /**
   * Takes chips, `[batch, side, side, 3]` or as the input's layout says; its one output are descriptors,
   * `[batch, dimensions]`.
   */
  readonly network: Network;
  /** Writes down how it is trained by batches, where that differs from what it infers by. */
  readonly byBatch?: () => BatchNetwork;
  readonly input: ImageInput;
  /** Whether its weights are as they were drawn: then it is fitted to the data first, see `standardizeFeatures`. */
  readonly isNew: boolean;
  /** The name of that output. */
  readonly descriptors: string;
  readonly dimensions: number;
  /** How descriptors are compared, in training too. */
  readonly metric: Metric;
  readonly alignment: Alignment;
  /** Where it comes from, and under which terms. */
  readonly origin: string;
  readonly licence: string;
}

/** A network that uses the statistics of a batch. */
export interface BatchNetwork {
  /** With the same input, and the same names of weights. */
  readonly network: Network;
  /** The name of its one output. */
  readonly descriptors: string;
  /** See `TrainingStepOptions`. */
  readonly running: ReadonlyMap<string, string>;
}

/**
 * Writes a recogniser down.
 *
 * @param image the name of the chips, `[batch, side, side, 3]`, RGB from −1 to 1
 * @param running where what is written is a training by the statistics of a batch: filled with what follows
 * these, see `TrainingStepOptions`. Leave it empty where there is nothing of the kind.
 * @returns the name of the descriptors, of length 1
 */
export type WriteRecognizer = (b: NetworkBuilder, image: string, running?: Running) => string;

/** How chips are cut for a recogniser: as it sees them, and enough around them to turn and move them. */
export function recognizerChips({
  input,
  alignment,
}: Pick<RecognizerModel, 'input' | 'alignment'>): ChipSpec {
  const [size] = mainSize(input);
  return { alignment, size, margin: Math.ceil(size / 8) };
}

/** The axis that graphs of recognisers have one image after the other along. */
const batchAxis = 'batch';

/**
 * A recogniser of an architecture of one's own.
 *
 * @param side of its chips, in pixels
 * @param dimensions of its descriptors
 * @param seed of the weights that it draws
 * @param write writes the network down
 * @param alignment what chips are aligned to
 */
export function ownRecognizer(
  side: number,
  dimensions: number,
  seed: number,
  write: WriteRecognizer,
  alignment: Alignment = { template: 'arcface-112' },
): RecognizerModel {
  const written = (running?: Running) => {
    const b = new NetworkBuilder(seed);
    const descriptors = write(b, b.input('image', [batchAxis, side, side, 3]), running);
    return { network: b.build(descriptors), descriptors };
  };
  return {
    ...written(),
    byBatch: () => {
      const running: Running = new Map();
      return { ...written(running), running };
    },
    input: imageInput('image', [[side, side]]),
    isNew: true,
    dimensions,
    metric: 'cosine',
    alignment,
    ...fromNothing,
  };
}

/**
 * A recogniser that goes on from a model file: its chips, its metric and its graph stay as they are, and bytes and
 * halves become the f32 that they stand for. Convolutions that a batch-norm was folded into are trained as such.
 *
 * @throws FaceGpuError `bad-model` where it is no recogniser; `unsupported-feature` where it doesn't take squares
 * with colours, or one chip at a time
 */
export function modelRecognizer(model: Model): RecognizerModel {
  const { input, output, dimensions, metric, alignment } = descriptionOf(model, 'recognizer');
  const [height, width] = mainSize(input);
  if (height !== width || input.channels === 'grey') {
    throw new FaceGpuError(
      'unsupported-feature',
      `${model.source} takes ${height}×${width} ${input.channels}`,
      'Only recognisers of squares with colours can be trained.',
    );
  }
  const { graph, constants } = model.network();
  const { name, origin, licence } = model.metadata;
  return {
    network: {
      graph: { ...withBatches(graph, input, model.source), outputs: [output] },
      constants: asF32(constants),
    },
    input,
    isNew: false,
    descriptors: output,
    dimensions,
    metric,
    alignment,
    origin: `trained with FaceGPU from ${name} (${origin})`,
    licence,
  };
}

/** A graph whose images lie along the axis that training names. */
function withBatches(graph: Graph, { name }: ImageInput, source: string): Graph {
  const [port, ...others] = graph.inputs;
  if (others.length > 0 || port?.name !== name || typeof port.shape[0] !== 'string') {
    throw new FaceGpuError(
      'unsupported-feature',
      `${source} takes ${graph.inputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(' and ')}`,
      'Only recognisers of any number of chips, and nothing besides, can be trained: convert it without a fixed batch.',
    );
  }
  return { ...graph, inputs: [{ ...port, shape: [batchAxis, ...port.shape.slice(1)] }] };
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
