import { normalizedRows } from '../networks/layers.ts';
import type { NetworkBuilder } from '../networks/network-builder.ts';
import { asNumbers, mean } from './reduce.ts';

export interface MarginSoftmaxOptions {
  /** `[count, dimensions]`, each row of length 1. */
  readonly descriptors: string;
  readonly dimensions: number;
  /** `[count, classes]` f32: 1 at each row's class, else 0. */
  readonly oneHot: string;
  readonly classes: number;
  /** Directions of a class; the nearest one counts (Deng 2020, sub-centre ArcFace). 1 unless told. */
  readonly centres?: number;
  /** What cosines are multiplied with; 64 unless told. */
  readonly scale?: number;
  /** `arcface` adds the margin to the angle (Deng 2019), `cosface` takes it from the cosine (Wang 2018). */
  readonly kind?: 'arcface' | 'cosface';
  /** 0.5 of an angle, 0.35 of a cosine unless told. */
  readonly margin?: number;
}

/**
 * Cross-entropy of the angles between descriptors and a direction for each class, which is a weight too. What is
 * right must be so by a margin.
 *
 * @returns the loss, and the share of rows that are nearer to another class
 */
export function marginSoftmax(b: NetworkBuilder, options: MarginSoftmaxOptions) {
  const { descriptors, dimensions, oneHot, classes, centres = 1, scale = 64 } = options;
  const { kind = 'arcface', margin = kind === 'arcface' ? 0.5 : 0.35 } = options;
  // Directions lie in rows: each has a length of its own to be divided by.
  const weight = b.weight('class directions', [classes * centres, dimensions]);
  const directions = b.add('transpose', [normalizedRows(b, weight)], { permutation: [1, 0] });
  const all = b.add('matmul', [descriptors, directions]);
  const cosines = centres === 1 ? all : nearestCentre(b, all, classes, centres);
  const moved =
    kind === 'arcface' ? addToAngle(b, cosines, margin) : b.add('sub', [cosines, b.scalar(margin)]);
  const shift = b.add('mul', [oneHot, b.add('sub', [moved, cosines])]);
  const logits = b.add('mul', [b.add('add', [cosines, shift]), b.scalar(scale)]);
  return {
    loss: crossEntropy(b, logits, oneHot),
    active: missedShare(b, cosines, oneHot),
  };
}

/** How many rows have a cosine that is larger than that to their own class. */
function missedShare(b: NetworkBuilder, cosines: string, oneHot: string): string {
  const own = b.add('reduceSum', [b.add('mul', [cosines, oneHot])], { axes: [1] });
  const largest = b.add('reduceMax', [cosines], { axes: [1] });
  return mean(b, asNumbers(b, b.add('greater', [largest, own])));
}

/** The mean over rows of the negative logarithm of what softmax gives the right class. */
export function crossEntropy(b: NetworkBuilder, logits: string, oneHot: string): string {
  const chosen = b.add('mul', [b.add('logSoftmax', [logits]), oneHot]);
  const rows = b.add('reduceSum', [chosen], { axes: [1] });
  return b.add('neg', [mean(b, rows)]);
}

function nearestCentre(
  b: NetworkBuilder,
  cosines: string,
  classes: number,
  centres: number,
): string {
  const apart = b.add('reshape', [cosines], { shape: [0, classes, centres] });
  return b.add('reduceMax', [apart], { axes: [2], keepDims: false });
}

/** `cos(θ + margin)`, as long as the angle stays below π; beyond that it goes on in a line. */
function addToAngle(b: NetworkBuilder, cosines: string, margin: number): string {
  const inside = b.add('clip', [cosines], { low: -1 + 1e-6, high: 1 - 1e-6 });
  const rest = b.add('sub', [b.scalar(1), b.add('mul', [inside, inside])]);
  const sines = b.add('sqrt', [rest]);
  const moved = b.add('sub', [
    b.add('mul', [inside, b.scalar(Math.cos(margin))]),
    b.add('mul', [sines, b.scalar(Math.sin(margin))]),
  ]);
  const isBelow = b.add('greater', [cosines, b.scalar(Math.cos(Math.PI - margin))]);
  const line = b.add('sub', [cosines, b.scalar(Math.sin(Math.PI - margin) * margin)]);
  return b.add('where', [isBelow, moved, line]);
}
