import type { Activation } from '../shader/activation.ts';
import type { Layout, Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';
import type { BinaryOperation } from './binary.ts';

export interface BinaryCase {
  readonly name: string;
  readonly op: BinaryOperation;
  readonly a: Shape;
  readonly b: Shape;
  readonly layout: Layout;
  readonly activation?: Activation;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const operations: readonly BinaryOperation[] = ['add', 'sub', 'mul', 'div', 'prelu'];

export const binaryCases: readonly BinaryCase[] = [
  ...operations.flatMap((op) => [
    row(op, [3, 5, 7], [3, 5, 7]),
    row(op, [3, 5, 8], [8]),
    row(op, [3, 5, 7], [5, 1]),
  ]),
  row('add', [], []),
  row('add', [1], []),
  row('mul', [257], []),
  row('sub', [], [257]),
  ...[1, 2, 3, 4, 63, 64, 65].map((size) => row('add', [size], [size])),
  ...[1, 3, 4, 63, 64].map((size) => row('mul', [5, size], [size])),
  ...[1, 3, 4, 63, 64].map((size) => row('sub', [5, size], [5, 1])),
  row('div', [7, 1], [1, 9]),
  { ...row('sub', [65, 36], [65, 1]), name: 'folded workgroups', folded: true },
  { ...row('mul', [65, 33], [65, 33]), name: 'folded workgroups, equal shapes', folded: true },
  { ...row('add', [1, 128, 128, 64], [1, 128, 128, 64]), timed: true },
  { ...row('mul', [1, 128, 128, 64], [64]), timed: true },
  ...operations.flatMap((op) =>
    [row(op, [9, 12], [9, 12]), row(op, [9, 12], [12]), row(op, [9, 13], [9, 1])].map((kase) => ({
      ...kase,
      name: `${kase.name}, NaN and infinities`,
      notFinite: true,
    })),
  ),
  row('add', [7, 1], [1, 8]),
  row('sub', [2, 1, 5, 1], [3, 1, 4]),
  row('mul', [2, 3, 5, 8], [2, 1, 1, 8]),
  row('mul', [2, 1, 1, 6], [2, 3, 5, 6]),
  row('prelu', [2, 7, 5, 64], [64]),
  row('prelu', [2, 7, 5, 6], [1]),
  row('add', [2, 1, 2, 1, 2, 1, 2, 3], [1, 3, 1, 2, 1, 3, 1, 3]),
  row('add', [0, 7], [1, 7]),
  row('add', [5, 0], [5, 1]),
  row('add', [2, 7, 5, 6], [2, 7, 5, 6], 'nhwc4'),
  row('div', [0, 7, 5, 6], [0, 7, 5, 6], 'nhwc4'),
  { ...row('add', [5, 63], [5, 63]), name: 'relu', activation: { kind: 'relu' } },
  { ...row('add', [5, 64], [64]), name: 'relu over rows', activation: { kind: 'relu' } },
  { ...row('sub', [5, 1], [63]), name: 'sigmoid, strided', activation: { kind: 'sigmoid' } },
];

/** A shape of which each operand keeps some axes. */
export function drawBinary(random: Random): BinaryCase {
  const shape = Array.from({ length: random.integer(1, 5) }, () => random.integer(1, 9));
  if (random.pick([true, false])) shape[shape.length - 1] = random.pick([4, 8, 12]);
  const some = () => shape.map((size) => random.pick([size, size, 1]));
  const op = random.pick(operations);
  const a = op === 'prelu' ? shape : some();
  return row(op, a, some().slice(random.integer(0, shape.length)));
}

function row(op: BinaryOperation, a: Shape, b: Shape, layout: Layout = 'dense'): BinaryCase {
  return { name: `[${a}] ${op} [${b}] ${layout}`, op, a, b, layout };
}
