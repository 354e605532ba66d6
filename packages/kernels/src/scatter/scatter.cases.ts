import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';
import type { ScatterReduction } from './scatter.ts';

export interface ScatterCase {
  readonly name: string;
  readonly shape: Shape;
  readonly indices: Shape;
  /** Along which elements are scattered; rows that tuples name where it is left out. */
  readonly axis?: number;
  readonly reduction: ScatterReduction;
  /** One update for all places. */
  readonly single?: boolean;
  /** How far indices reach past both ends; not at all unless told. */
  readonly beyond?: number;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** Whether NaN and infinities are among what is updated. */
  readonly notFinite?: boolean;
}

const reductions: readonly ScatterReduction[] = ['replace', 'add', 'mul', 'min', 'max'];

export const scatterCases: readonly ScatterCase[] = [
  ...reductions.flatMap((reduction) => [
    elements(reduction, [7], [5], 0),
    elements(reduction, [5, 7], [5, 3], 1),
    elements(reduction, [3, 2, 5, 7], [2, 2, 4, 6], -2),
    tuples(reduction, [7], [5, 1]),
    tuples(reduction, [5, 7, 3], [2, 3, 2]),
    tuples(reduction, [9, 65], [3, 1]),
    tuples(reduction, [2, 3, 1, 2, 3, 2], [3, 5]),
    { ...tuples(reduction, [5, 3], [4, 1]), name: `${reduction} i32`, dtype: 'i32' as const },
    { ...tuples(reduction, [5, 3], [4, 1]), name: `${reduction} u8`, dtype: 'u8' as const },
  ]),
  { ...elements('replace', [5, 7], [5, 3], 1), name: 'one for all', single: true },
  { ...elements('add', [5, 7], [5, 9], 1), name: 'past both ends', beyond: 3 },
  { ...tuples('add', [5, 7], [65, 2]), name: 'tuples past both ends', beyond: 2 },
  { ...tuples('max', [5, 7], [9, 2]), name: 'NaN and infinities', notFinite: true },
  { ...tuples('replace', [5, 7], [0, 1]), name: 'no updates' },
  { ...tuples('replace', [5, 7], [3, 2]), name: 'bool', dtype: 'bool' },
];

export function drawScatter(random: Random): ScatterCase {
  const shape = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 5));
  const reduction = random.pick(reductions);
  if (random.pick([true, false])) {
    const depth = random.integer(1, shape.length);
    const rows = shape.slice(0, depth).reduce((product, size) => product * size, 1);
    return tuples(reduction, shape, [random.integer(1, reduction === 'replace' ? rows : 9), depth]);
  }
  const axis = random.integer(0, shape.length - 1);
  const indices = shape.map((size) => random.integer(1, size));
  return elements(reduction, shape, indices, axis);
}

/**
 * Indices of a case. Those that replace differ from one another: they are the first of the places, from
 * the back of each axis.
 */
export function scatterIndices(random: Random, kase: ScatterCase): number[] {
  const { shape, indices, axis, reduction, beyond = 0 } = kase;
  const count = indices.reduce((product, size) => product * size, 1);
  const depth = indices.at(-1) ?? 1;
  const along = axis === undefined ? 0 : axis < 0 ? axis + shape.length : axis;
  return Array.from({ length: count }, (_, i) => {
    const size = axis === undefined ? shape[i % depth] : shape[along];
    if (reduction !== 'replace') return random.integer(-size - beyond, size - 1 + beyond);
    if (axis !== undefined) {
      const inner = indices.slice(along + 1).reduce((product, n) => product * n, 1);
      return -1 - (Math.floor(i / inner) % indices[along]);
    }
    const inner = shape.slice((i % depth) + 1, depth).reduce((product, n) => product * n, 1);
    return -1 - (Math.floor(Math.floor(i / depth) / inner) % size);
  });
}

function elements(
  reduction: ScatterReduction,
  shape: Shape,
  indices: Shape,
  axis: number,
): ScatterCase {
  const name = `${reduction} [${indices}] in [${shape}] along ${axis}`;
  return { name, reduction, shape, indices, axis };
}

function tuples(reduction: ScatterReduction, shape: Shape, indices: Shape): ScatterCase {
  return { name: `${reduction} [${indices}] in [${shape}]`, reduction, shape, indices };
}
