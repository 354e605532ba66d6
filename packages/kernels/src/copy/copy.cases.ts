import { type Axis, denseStrides, pairAxes } from '../tensor/axes.ts';
import type { DType } from '../tensor/dtype.ts';
import { elementCount, type Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';
import type { Box } from './copy.ts';

export interface CopyCase extends Box {
  readonly name: string;
  /** Elements of the input and of the output. */
  readonly inputs: number;
  readonly outputs: number;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const row = (size: number): Axis => ({ size, strides: [1, 1] });

export const copyCases: readonly CopyCase[] = [
  { name: 'one element', inputs: 1, outputs: 1, axes: [] },
  { name: 'nothing', inputs: 5, outputs: 5, axes: [{ size: 0, strides: [1, 1] }] },
  ...[1, 2, 7, 8, 63, 64, 65, 257, 1023].map((size) => ({
    name: `${size} neighbours`,
    inputs: size,
    outputs: size,
    axes: [row(size)],
  })),
  { name: 'folded workgroups', inputs: 8200, outputs: 8200, axes: [row(8200)], folded: true },
  {
    name: 'odd starts',
    inputs: 40,
    outputs: 40,
    axes: [row(32)],
    inputStart: 1,
    outputStart: 3,
  },
  {
    name: 'starts at whole units',
    inputs: 40,
    outputs: 48,
    axes: [row(32)],
    inputStart: 8,
    outputStart: 16,
  },
  {
    name: 'rows of whole units',
    inputs: 5 * 24,
    outputs: 5 * 40,
    axes: [{ size: 5, strides: [24, 40] }, row(16)],
    outputStart: 8,
  },
  {
    name: 'rows of half units',
    inputs: 5 * 24,
    outputs: 5 * 38,
    axes: [{ size: 5, strides: [24, 38] }, row(18)],
    outputStart: 2,
  },
  {
    name: 'an input that repeats',
    inputs: 8,
    outputs: 56,
    axes: [{ size: 7, strides: [0, 8] }, row(8)],
  },
  {
    name: 'a single element in steps',
    inputs: 1,
    outputs: 21,
    axes: [{ size: 7, strides: [0, 3] }],
  },
  {
    name: 'backwards',
    inputs: 40,
    outputs: 40,
    axes: [
      { size: 5, strides: [-8, 8] },
      { size: 4, strides: [1, 1] },
    ],
    inputStart: 32,
  },
  {
    name: 'backwards along every axis',
    inputs: 35,
    outputs: 35,
    axes: [
      { size: 5, strides: [-7, 7] },
      { size: 7, strides: [-1, 1] },
    ],
    inputStart: 34,
  },
  {
    name: 'u8',
    inputs: 67,
    outputs: 69,
    dtype: 'u8',
    axes: [row(65)],
    inputStart: 2,
    outputStart: 3,
  },
  {
    name: 'u8 in whole words',
    inputs: 64,
    outputs: 64,
    dtype: 'u8',
    axes: [row(48)],
    inputStart: 4,
  },
  {
    name: 'u8 columns',
    inputs: 35,
    outputs: 35,
    dtype: 'u8',
    axes: [
      { size: 7, strides: [1, 5] },
      { size: 5, strides: [7, 1] },
    ],
  },
  { name: 'u32', inputs: 70, outputs: 70, dtype: 'u32', axes: [row(64)] },
  { name: 'i32', inputs: 67, outputs: 67, dtype: 'i32', axes: [row(67)] },
];

/** A part of one dense tensor to a part of another whose axes have another order. */
export function drawCopy(random: Random): CopyCase {
  const rank = random.integer(1, 8);
  const most = rank > 4 ? 3 : 7;
  const unit = random.pick([1, 2, 4, 8]);
  const sizes = Array.from({ length: rank }, (_, i) =>
    i === rank - 1 ? random.integer(1, 3) * unit : random.integer(1, most),
  );
  const order = sizes.map((_, i) => i);
  if (random.pick([true, false])) order.reverse();
  const widen = () => sizes.map((size, i) => size + random.integer(0, 1) * (i > 5 ? 8 : 1));
  const [input, output] = [order.map((i) => widen()[i]), widen()];
  const inputStrides = denseStrides(input);
  return {
    name: `[${sizes}] of [${input}] to [${output}]`,
    inputs: elementCount(input),
    outputs: elementCount(output),
    axes: pairAxes(
      sizes,
      order.map((i) => inputStrides[i]),
      denseStrides(output),
    ),
  };
}

/** Values whose every bit counts: the whole range of a dtype, for tests of kernels that copy. */
export function copyValues(random: Random, shape: Shape, dtype: DType): Float64Array {
  const length = elementCount(shape);
  if (dtype === 'u32') return Float64Array.from({ length }, () => random.integer(0, 2 ** 32 - 1));
  if (dtype === 'u8') return Float64Array.from({ length }, () => random.integer(0, 255));
  if (dtype === 'bool') return Float64Array.from({ length }, () => random.integer(0, 1));
  if (dtype === 'i32')
    return Float64Array.from({ length }, () => random.integer(-(2 ** 31), 2 ** 31 - 1));
  return random.values(length);
}
