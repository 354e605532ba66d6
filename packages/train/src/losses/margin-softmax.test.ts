import { describe, it } from 'vitest';
import { NetworkBuilder } from '../networks/network-builder.ts';
import { checkLoss, operand, unitRows } from '../testing/check-loss.ts';
import { marginSoftmax } from './margin-softmax.ts';

const [count, dimensions, classes] = [5, 6, 4];
const chosen = [0, 3, 1, 1, 2];
const descriptors = unitRows(3, count, dimensions);
const oneHot = operand(
  [count, classes],
  chosen.flatMap((own) => Array.from({ length: classes }, (_, c) => Number(c === own))),
);

/** The directions that the loss draws, each of length 1. */
function directions(centres: number): number[][] {
  const b = new NetworkBuilder();
  b.weight('class directions', [classes * centres, dimensions]);
  const constant = b.build().constants.get('class directions');
  const values = new Float32Array(constant?.stored.bytes.slice().buffer ?? new ArrayBuffer(0));
  return Array.from({ length: classes * centres }, (_, row) => {
    const own = [...values.subarray(row * dimensions, (row + 1) * dimensions)];
    const length = Math.hypot(...own);
    return own.map((value) => value / length);
  });
}

function expected(kind: 'arcface' | 'cosface', margin: number, scale: number, centres: number) {
  const weights = directions(centres);
  const losses = chosen.map((own, row) => {
    const x = descriptors.values.subarray(row * dimensions, (row + 1) * dimensions);
    const all = weights.map((w) => w.reduce((sum, value, k) => sum + value * x[k], 0));
    const cosines = Array.from({ length: classes }, (_, c) => {
      return Math.max(...all.slice(c * centres, (c + 1) * centres));
    });
    const logits = cosines.map((cosine, c) => {
      if (c !== own) return scale * cosine;
      if (kind === 'cosface') return scale * (cosine - margin);
      const angle = Math.acos(cosine);
      return angle + margin < Math.PI
        ? scale * Math.cos(angle + margin)
        : scale * (cosine - Math.sin(Math.PI - margin) * margin);
    });
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return Math.log(total) - logits[own];
  });
  return losses.reduce((a, b) => a + b, 0) / count;
}

describe('margin softmax', () => {
  it.each([
    ['arcface', 0.5, 1],
    ['arcface', 2.8, 1],
    ['cosface', 0.35, 1],
    ['arcface', 0.5, 3],
  ] as const)('%s with a margin of %s and %s centre(s)', (kind, margin, centres) => {
    const scale = 8;
    checkLoss({
      inputs: { descriptors, oneHot },
      build: (b) => {
        const names = { descriptors: 'descriptors', oneHot: 'oneHot' };
        return {
          loss: marginSoftmax(b, { ...names, dimensions, classes, centres, scale, kind, margin })
            .loss,
        };
      },
      expected: { loss: expected(kind, margin, scale, centres) },
      by: ['descriptors'],
    });
  });
});
