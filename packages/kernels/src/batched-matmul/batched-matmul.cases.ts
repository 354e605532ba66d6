import type { Activation } from '../shader/activation.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface BatchedMatmulCase {
  readonly name: string;
  readonly a: Shape;
  readonly b: Shape;
  readonly activation?: Activation;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
}

export const batchedMatmulCases: readonly BatchedMatmulCase[] = [
  row([5, 7], [7, 3]),
  row([1, 1, 1], [1, 1, 1]),
  row([3, 5, 7], [3, 7, 9]),
  row([2, 1, 65], [2, 65, 1]),
  row([2, 63, 1], [2, 1, 65]),
  row([3, 5, 7], [7, 9]),
  row([5, 7], [3, 7, 9]),
  row([2, 1, 4, 8], [3, 8, 6]),
  row([2, 3, 4, 5], [1, 3, 5, 6]),
  row([2, 1, 3, 4, 5], [2, 3, 1, 5, 2]),
  row([0, 3, 4], [0, 4, 5]),
  row([2, 3, 0], [2, 0, 5]),
  row([2, 0, 3], [2, 3, 5]),
  { ...row([2, 5, 7], [2, 7, 6]), name: 'relu', activation: { kind: 'relu' } },
  { ...row([7, 17, 5], [7, 5, 33]), name: 'folded workgroups', folded: true },
  { ...row([2, 5, 7], [2, 7, 3]), name: 'NaN and infinities', notFinite: true },
  { ...row([4, 65, 64], [4, 64, 65]), timed: true },
];

export function drawBatchedMatmul(random: Random): BatchedMatmulCase {
  const [rows, inner, columns] = [1, 2, 3].map(() => random.integer(1, 17));
  const batch = Array.from({ length: random.integer(0, 3) }, () => random.integer(1, 3));
  const thin = () => batch.map((size) => random.pick([size, size, 1]));
  return row([...thin(), rows, inner], [...thin().slice(random.integer(0, 1)), inner, columns]);
}

function row(a: Shape, b: Shape): BatchedMatmulCase {
  return { name: `[${a}] · [${b}]`, a, b };
}
