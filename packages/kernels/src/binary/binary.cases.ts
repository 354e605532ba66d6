import type { Activation } from '../shader/activation.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Layout, Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';
import {
  type BinaryOperation,
  binaryAdd,
  binaryAnd,
  binaryDiv,
  binaryEqual,
  binaryGreater,
  binaryGreaterOrEqual,
  binaryLess,
  binaryLessOrEqual,
  binaryMax,
  binaryMin,
  binaryMod,
  binaryMul,
  binaryOr,
  binaryPow,
  binaryPrelu,
  binaryRemainder,
  binarySub,
  binaryXor,
} from './operations.ts';

export interface BinaryCase {
  readonly name: string;
  readonly op: BinaryOperation;
  /** What the operands hold; f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** Whole numbers lie between this and its negative; 9 unless told. */
  readonly range?: number;
  readonly a: Shape;
  readonly b: Shape;
  readonly layout: Layout;
  readonly activation?: Activation;
  /** How many along the first axis hold something; all where left out. */
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const arithmetic: readonly BinaryOperation[] = [
  binaryAdd,
  binarySub,
  binaryMul,
  binaryDiv,
  binaryPrelu,
];
const comparisons: readonly BinaryOperation[] = [
  binaryEqual,
  binaryLess,
  binaryLessOrEqual,
  binaryGreater,
  binaryGreaterOrEqual,
];
const others: readonly BinaryOperation[] = [binaryMin, binaryMax, binaryPow, binaryRemainder];
const whole: readonly BinaryOperation[] = [
  ...arithmetic.slice(0, 4),
  ...others,
  binaryMod,
  ...comparisons,
];

export const binaryCases: readonly BinaryCase[] = [
  ...arithmetic.flatMap((op) => [
    row(op, [3, 5, 7], [3, 5, 7]),
    row(op, [3, 5, 8], [8]),
    row(op, [3, 5, 7], [5, 1]),
  ]),
  ...[...others, ...comparisons].map((op) => row(op, [5, 7, 3], [7, 1])),
  ...whole.flatMap((op) => [ofWhole(op, 'i32', [5, 7, 3], [7, 1]), ofWhole(op, 'u32', [65], [65])]),
  ...[binaryAdd, binaryLess, binaryMax].map((op) => ofWhole(op, 'i32', [63], [63], 2 ** 30 - 1)),
  ...[binaryAnd, binaryOr, binaryXor, binaryEqual].flatMap((op) => [
    ofWhole(op, 'bool', [5, 3], [5, 1]),
    ofWhole(op, 'bool', [67], [67]),
  ]),
  row(binaryAdd, [], []),
  row(binaryAdd, [1], []),
  row(binaryMul, [257], []),
  row(binarySub, [], [257]),
  ...[1, 2, 3, 4, 63, 64, 65].map((size) => row(binaryAdd, [size], [size])),
  ...[1, 3, 4, 63, 64].map((size) => row(binaryMul, [5, size], [size])),
  ...[1, 3, 4, 63, 64].map((size) => row(binarySub, [5, size], [5, 1])),
  row(binaryDiv, [7, 1], [1, 9]),
  { ...row(binarySub, [65, 36], [65, 1]), name: 'folded workgroups', folded: true },
  { ...row(binaryMul, [65, 33], [65, 33]), name: 'folded workgroups, equal shapes', folded: true },
  { ...row(binaryAdd, [1, 128, 128, 64], [1, 128, 128, 64]), timed: true },
  { ...row(binaryMul, [1, 128, 128, 64], [64]), timed: true },
  ...[0, 2, 5].map((live) => ({
    ...row(binaryPrelu, [5, 3, 7, 8], [8]),
    name: `prelu of ${live} of 5 images`,
    live,
  })),
  { ...row(binaryPrelu, [5, 3, 7], [7]), name: 'prelu of 3 of 5 that are no whole vec4s', live: 3 },
  ...[
    ...arithmetic.flatMap((op) => [
      row(op, [9, 12], [9, 12]),
      row(op, [9, 12], [12]),
      row(op, [9, 13], [9, 1]),
    ]),
    ...[...others, ...comparisons].map((op) => row(op, [9, 12], [9, 12])),
  ].map((kase) => ({ ...kase, name: `${kase.name}, NaN and infinities`, notFinite: true })),
  row(binaryAdd, [7, 1], [1, 8]),
  row(binarySub, [2, 1, 5, 1], [3, 1, 4]),
  row(binaryMul, [2, 3, 5, 8], [2, 1, 1, 8]),
  row(binaryMul, [2, 1, 1, 6], [2, 3, 5, 6]),
  row(binaryPrelu, [2, 7, 5, 64], [64]),
  row(binaryPrelu, [2, 7, 5, 6], [1]),
  row(binaryAdd, [2, 1, 2, 1, 2, 1, 2, 3], [1, 3, 1, 2, 1, 3, 1, 3]),
  row(binaryAdd, [0, 7], [1, 7]),
  row(binaryAdd, [5, 0], [5, 1]),
  row(binaryAdd, [2, 7, 5, 6], [2, 7, 5, 6], 'nhwc4'),
  row(binaryDiv, [0, 7, 5, 6], [0, 7, 5, 6], 'nhwc4'),
  { ...row(binaryAdd, [5, 63], [5, 63]), name: 'relu', activation: { kind: 'relu' } },
  { ...row(binaryAdd, [5, 64], [64]), name: 'relu over rows', activation: { kind: 'relu' } },
  { ...row(binarySub, [5, 1], [63]), name: 'sigmoid, strided', activation: { kind: 'sigmoid' } },
];

/** A shape of which each operand keeps some axes. */
export function drawBinary(random: Random): BinaryCase {
  const shape = Array.from({ length: random.integer(1, 5) }, () => random.integer(1, 9));
  if (random.pick([true, false])) shape[shape.length - 1] = random.pick([4, 8, 12]);
  const some = () => shape.map((size) => random.pick([size, size, 1]));
  const op = random.pick([...arithmetic, ...others]);
  const a = op === binaryPrelu ? shape : some();
  return row(op, a, some().slice(random.integer(0, shape.length)));
}

function row(op: BinaryOperation, a: Shape, b: Shape, layout: Layout = 'dense'): BinaryCase {
  return { name: `[${a}] ${op.name} [${b}] ${layout}`, op, a, b, layout };
}

function ofWhole(
  op: BinaryOperation,
  dtype: DType,
  a: Shape,
  b: Shape,
  range?: number,
): BinaryCase {
  const kase = row(op, a, b);
  return { ...kase, name: `${kase.name}, ${dtype}`, dtype, ...(range && { range }) };
}
