import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { DerivedTensor } from '../tensor/derived.ts';
import { bytesPerElement, type DType, type RealType } from '../tensor/dtype.ts';
import { elementCount, imageShape, type Shape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import { requireWeight, type Weight, type WeightType } from '../tensor/weight.ts';
import { affineTable, identityAffine, uniformTable } from './affine-table.ts';
import source from './pack.wgsl';

export const packShader = defineShader({
  name: 'pack/pack',
  source,
  params: struct({
    taps: 'u32',
    inputs: 'u32',
    stored_inputs: 'u32',
    outputs: 'u32',
    output_vec4s: 'u32',
    block_vec4s: 'u32',
    parts_log2: 'u32',
    source_log2: 'u32',
    output_log2: 'u32',
    affine_stride: 'u32',
    moves: 'u32',
  }),
});

/** How a register tile reads its weights. */
export interface TileLayout {
  /** Output vec4s of a block. */
  readonly vec4s: number;
  /** Vec4s of a block that lie side by side, for inputs that follow each other: 1, 2 or 4. */
  readonly parts: 1 | 2 | 4;
}

/**
 * A convolution's weights in the order in which a register tile reads them:
 * `[output block][ky][kx][input vec4][4 / parts][vec4s][parts][4 output lanes]`, where a block is
 * `vec4s` output vec4s, and the axes `4 / parts` and `parts` make up the 4 input lanes. Channels that
 * aren't there become zeros.
 *
 * @param weight `[ky, kx, inputs, outputs]`
 * @param dtype of the result; bytes stay the bytes that are stored, for kernels that know the affine
 */
export function packTiles(weight: Weight, dtype: WeightType, layout: TileLayout): Tensor {
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(weight.tensor.shape);
  const taps = kernelHeight * kernelWidth;
  const blocks = Math.ceil(vec4Count(outputs) / layout.vec4s);
  const storedInputs = vec4Count(inputs) * 4;
  return pack(weight, {
    dtype,
    shape: [blocks * taps * storedInputs, layout.vec4s * 4],
    sizes: { taps, inputs, storedInputs, outputs, vec4s: blocks * layout.vec4s },
    layout,
  });
}

/**
 * Weights whose last axis is padded to whole vec4s: `[row][output vec4]`. The weights themselves where
 * they lie like this already.
 */
export function packRows(weight: Weight, dtype: RealType): Tensor {
  const { shape } = weight.tensor;
  const outputs = shape.at(-1) ?? 1;
  const rows = elementCount(shape.slice(0, -1));
  if (outputs % 4 === 0 && isAsItIs(weight, dtype)) return weight.tensor;
  const vec4s = vec4Count(outputs);
  return packDense(weight, dtype, [rows, vec4s * 4], rows, outputs);
}

/** A value for each channel, f32, in whole vec4s: `fill` where there are no weights. */
export function packVector(weight: Weight | undefined, count: number, fill = 0): Tensor {
  if (weight) return packRows(weight, 'f32');
  const lanes = vec4Count(count) * 4;
  return constant(`${fill} for each channel`, [lanes], new Float32Array(lanes).fill(fill));
}

/**
 * What weights stand for, as a dense tensor of their shape; the weights themselves where they stand
 * for themselves.
 */
export function expand(weight: Weight, dtype: RealType): Tensor {
  requireWeight('expand', 'weight', weight);
  if (isAsItIs(weight, dtype)) return weight.tensor;
  const { tensor, affine } = weight;
  const { shape } = tensor;
  const channels = shape.at(-1) ?? 1;
  const count = elementCount(shape);
  if (channels % 4 === 0) return packDense(weight, dtype, shape, count / (channels || 1), channels);
  // Rows that aren't whole vec4s lie as one, with an affine for each element.
  const each = (values: Float64Array) =>
    Float64Array.from({ length: count }, (_, i) => values[i % channels]);
  const flat = affine && { scale: each(affine.scale), offset: each(affine.offset) };
  return packDense({ tensor, affine: flat }, dtype, shape, 1, count);
}

/** Whether weights stand for themselves, in the dtype that is wanted. */
function isAsItIs({ tensor, affine }: Weight, dtype: RealType): boolean {
  return tensor.dtype === dtype && !affine;
}

function packDense(
  weight: Weight,
  dtype: RealType,
  shape: Shape,
  rows: number,
  outputs: number,
): Tensor {
  const vec4s = vec4Count(outputs);
  const sizes = { taps: 1, inputs: rows, storedInputs: rows, outputs, vec4s };
  return pack(weight, { dtype, shape, sizes, layout: { vec4s, parts: 1 } });
}

interface Packing {
  readonly dtype: WeightType;
  readonly shape: Shape;
  readonly sizes: {
    readonly taps: number;
    readonly inputs: number;
    /** Of the result, padding included. */
    readonly storedInputs: number;
    readonly outputs: number;
    /** Vec4s of outputs of the result, padding included. */
    readonly vec4s: number;
  };
  readonly layout: TileLayout;
}

function pack({ tensor, affine }: Weight, { dtype, shape, sizes, layout }: Packing): Tensor {
  const { taps, inputs, storedInputs, outputs, vec4s } = sizes;
  const isBytes = tensor.dtype === 'u8';
  // Bytes that stay bytes are moved, not computed with.
  const applied = (dtype !== 'u8' && affine) || identityAffine(1);
  const isUniform = isFlat(applied.scale) && isFlat(applied.offset);
  const withZero = isBytes && dtype !== 'u8';
  const isSame = tensor.dtype === dtype && (!affine || dtype === 'u8');
  const moves = isSame && outputs % perWord(dtype) === 0;
  return new DerivedTensor(
    `packed ${tensor.label}`,
    { shape, dtype, layout: 'dense' },
    (output) => [
      dispatch(packShader, {
        label: 'pack',
        params: {
          taps,
          inputs,
          stored_inputs: storedInputs,
          outputs,
          output_vec4s: vec4s,
          block_vec4s: layout.vec4s,
          parts_log2: Math.log2(layout.parts),
          source_log2: Math.log2(perWord(tensor.dtype)),
          output_log2: Math.log2(perWord(dtype)),
          affine_stride: Number(!isUniform),
          moves: Number(moves),
        },
        tensors: {
          source: tensor,
          affine: isUniform
            ? uniformTable(applied, withZero)
            : affineTable(applied, withZero, vec4s),
          output,
        },
        workgroups: linearGrid((taps * storedInputs * vec4s * 4) / perWord(dtype), 64),
      }),
    ],
  );
}

/** Whether all values are the same. */
function isFlat(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

/** How many elements lie in a word. */
function perWord(dtype: DType): number {
  return 4 / bytesPerElement(dtype);
}
