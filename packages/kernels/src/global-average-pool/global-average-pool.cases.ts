import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface GlobalAveragePoolCase {
  readonly name: string;
  /** Of the input. */
  readonly shape: Shape;
  /** How many images of the batch to compute; all where it is left out. */
  readonly live?: number;
  readonly folded?: boolean;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const shapes: readonly Shape[] = [
  [1, 1, 1, 1],
  [1, 1, 1, 2048],
  [1, 5, 5, 256],
  [1, 7, 7, 257],
  [1, 14, 14, 1024],
  [1, 1, 65, 8],
  [1, 65, 1, 8],
  ...[1, 2, 3, 5, 7, 63, 65].map((channels) => [1, 7, 5, channels]),
  // On both sides of the step from one dispatch to two, and slices of unequal lengths.
  [1, 16, 16, 5],
  [1, 1, 257, 5],
  [1, 17, 19, 3],
  [1, 127, 131, 6],
  [3, 9, 11, 8],
  [3, 31, 29, 7],
  [0, 9, 11, 8],
  [0, 31, 29, 8],
  [2, 0, 5, 8],
];

export const globalAveragePoolCases: readonly GlobalAveragePoolCase[] = [
  ...shapes.map((shape) => ({ name: `[${shape}]`, shape })),
  { name: '[1,64,64,256]', shape: [1, 64, 64, 256], timed: true },
  { name: 'batch 5, 3 live', shape: [5, 9, 11, 8], live: 3 },
  { name: 'batch 5, none live', shape: [5, 9, 11, 8], live: 0 },
  { name: 'slices, batch 5, 3 live', shape: [5, 31, 29, 8], live: 3 },
  { name: 'slices, batch 5, none live', shape: [5, 31, 29, 8], live: 0 },
  { name: 'folded workgroups', shape: [3, 9, 11, 257], folded: true },
  { name: 'slices, folded workgroups', shape: [2, 31, 29, 257], folded: true },
  { name: 'NaN and infinities', shape: [3, 9, 11, 13], notFinite: true },
  { name: 'slices, NaN and infinities', shape: [2, 31, 29, 13], notFinite: true },
];

export function drawGlobalAveragePool(random: Random): GlobalAveragePoolCase {
  const shape = [
    random.integer(1, 3),
    random.integer(1, 40),
    random.integer(1, 40),
    random.integer(1, 20),
  ];
  return { name: `[${shape}]`, shape };
}
