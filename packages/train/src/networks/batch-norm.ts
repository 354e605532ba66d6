import type { Features } from './layers.ts';
import type { NetworkBuilder } from './network-builder.ts';

/**
 * For a training: filled with the names of running statistics, each with the name of the value that it becomes, as
 * `TrainingStep` wants them. Without it a network is one for inference, which normalises by them.
 */
export type Running = Map<string, string>;

export interface BatchNormOptions {
  readonly running?: Running | undefined;
  /** The share of the running statistics that a step leaves of them; 0.9 unless told. */
  readonly momentum?: number;
  /** Added to the variance; 1e-5 unless told. */
  readonly epsilon?: number;
  /** What the scales begin with; 1 unless told, 0 for a branch that begins as nothing. */
  readonly scale?: number;
}

/**
 * A batch normalisation (Ioffe and Szegedy 2015, "Batch Normalization"), with the weights `name scale`,
 * `name offset`, `name mean` and `name variance`, `[channels]` each. A training normalises by the mean and
 * the biased variance of the batch; the running variance follows the unbiased one.
 */
export function batchNorm(
  b: NetworkBuilder,
  name: string,
  input: Features,
  { running, momentum = 0.9, epsilon = 1e-5, scale: begin = 1 }: BatchNormOptions = {},
): Features {
  const { channels } = input;
  const scale = b.vector(`${name} scale`, channels, begin);
  const offset = b.vector(`${name} offset`, channels);
  const mean = b.vector(`${name} mean`, channels);
  const variance = b.vector(`${name} variance`, channels, 1);
  if (!running) {
    const inputs = [input.name, scale, offset, mean, variance];
    return { ...input, name: b.add('batchNorm', inputs, { epsilon }) };
  }
  const inputs = [input.name, scale, offset];
  const [output, batchMean, biased] = b.addAll('batchNormTraining', 3, inputs, { epsilon });
  running.set(mean, followed(b, mean, batchMean, momentum));
  running.set(variance, followed(b, variance, unbiased(b, input, biased), momentum));
  return { ...input, name: output };
}

/**
 * Features less their mean, over their deviation, channel by channel, by the statistics of a batch. The vectors
 * `NAME mean` and `NAME deviation` follow these, see {@link BatchNormOptions.running}.
 */
export function standardizedByBatch(
  b: NetworkBuilder,
  name: string,
  input: Features,
  running: Running,
): string {
  const [momentum, epsilon] = [0.9, 1e-5];
  const mean = b.vector(`${name} mean`, input.channels);
  const deviation = b.vector(`${name} deviation`, input.channels, 1);
  const [output, batchMean, biased] = b.addAll('batchNormTraining', 3, [input.name], { epsilon });
  const variance = b.add('add', [unbiased(b, input, biased), b.scalar(epsilon)]);
  running.set(mean, followed(b, mean, batchMean, momentum));
  running.set(deviation, followed(b, deviation, b.add('sqrt', [variance]), momentum));
  return output;
}

/** A value on its way to a target, of which the momentum stays. */
function followed(b: NetworkBuilder, value: string, target: string, momentum: number): string {
  const change = b.add('mul', [b.add('sub', [target, value]), b.scalar(1 - momentum)]);
  return b.add('add', [value, change]);
}

/** A variance over n values times n / (n − 1); that of one value stays what it is. */
function unbiased(b: NetworkBuilder, { name, channels }: Features, variance: string): string {
  const values = b.add('cast', [b.add('size', [name])], { to: 'f32' });
  const count = b.add('mul', [values, b.scalar(1 / channels)]);
  const less = b.add('max', [b.add('sub', [count, b.scalar(1)]), b.scalar(1)]);
  return b.add('mul', [variance, b.add('div', [count, less])]);
}
