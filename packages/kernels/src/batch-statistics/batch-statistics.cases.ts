import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface BatchStatisticsCase {
  readonly name: string;
  readonly shape: Shape;
  /** What all values are moved by; 0 where it is left out. */
  readonly centre?: number;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

export const batchStatisticsCases: readonly BatchStatisticsCase[] = [
  ...[1, 2, 3, 5, 7, 63, 64, 65, 257].map((channels) => row([2, 5, 7, channels])),
  row([1, 1, 1, 1]),
  row([257, 1, 1, 5]),
  row([1, 63, 65, 3]),
  row([7, 31, 29, 6]),
  row([0, 5, 7, 6]),
  row([2, 0, 7, 6]),
  { ...row([3, 17, 19, 6]), name: 'far from 0', centre: 100 },
  { ...row([5, 9, 11, 257]), name: 'folded workgroups', folded: true },
  { ...row([3, 17, 19, 6]), name: 'NaN and infinities', notFinite: true },
];

export function drawBatchStatistics(random: Random): BatchStatisticsCase {
  return row([
    random.integer(1, 7),
    random.integer(1, 20),
    random.integer(1, 20),
    random.integer(1, 40),
  ]);
}

function row(shape: Shape): BatchStatisticsCase {
  return { name: `[${shape}]`, shape };
}
