import { copy } from '../copy/copy.ts';
import {
  type FlatIndices,
  flatElements,
  flatRows,
  requireDepth,
} from '../indexing/flat-indices.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { bytesPerElement, type DType } from '../tensor/dtype.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { elementCount, type Shape, type Tensor } from '../tensor/tensor.ts';
import source from './scatter.wgsl';

/** How updates meet what is there, by the number that the shader knows it by. */
const reductions = { replace: 0, add: 1, mul: 2, min: 3, max: 4 } as const;

export type ScatterReduction = keyof typeof reductions;

/** What bits mean, in the same way. */
const elements: Readonly<Record<DType, number>> = {
  f32: 0,
  f16: 1,
  i32: 2,
  u32: 3,
  bool: 3,
  u8: 3,
};

export const scatterShader = defineShader({
  name: 'scatter/scatter',
  source,
  params: struct({
    count: 'u32',
    rows: 'u32',
    row: 'u32',
    lanes: 'u32',
    is_single: 'u32',
    reduction: 'u32',
    element: 'u32',
  }),
  constants: { COMBINES: 0 },
});

interface ScatterArgs {
  /** Dense, any dtype. */
  readonly input: Tensor;
  /** Dense, dtype of the input. */
  readonly updates: Tensor;
  /**
   * `replace` unless told: no two updates may go to one place then. With the others any number may, and
   * what they make of it doesn't depend on the adapter; u8 wraps around.
   */
  readonly reduction?: ScatterReduction | undefined;
  /** Dense, dtype and shape of the input: a copy of it with the updates. */
  readonly output: Tensor;
}

export interface ScatterElementsArgs extends ScatterArgs {
  /**
   * Dense, u32 or i32; negative ones count from the end. As many axes as the input, none of them longer
   * but the one to scatter along.
   */
  readonly indices: Tensor;
  /** Counted from the end where it is negative. */
  readonly axis: number;
  /** Shape of the indices, or `[]` for one that goes to all places. */
  readonly updates: Tensor;
}

export interface ScatterNdArgs extends ScatterArgs {
  /** `[…, depth]`, dense, u32 or i32: indices along the first axes. Negative ones count from the end. */
  readonly indices: Tensor;
  /** `[…, …row]`, where a row is what follows the axes that are indexed. */
  readonly updates: Tensor;
}

/**
 * Writes elements to places along an axis, as ONNX's ScatterElements does:
 * `output[i][indices[i][j]] = updates[i][j]` along the last one of two. An index that the input doesn't
 * have goes nowhere.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function scatterElements(args: ScatterElementsArgs): Dispatch[] {
  const { input, indices, axis, updates } = args;
  const shape = updates.shape.length === 0 ? [] : indices.shape;
  requireScatter('scatterElements', args, shape);
  const flat = flatElements('scatterElements', indices, input.shape, axis);
  return scatter('scatterElements', args, flat, 1);
}

/**
 * Writes rows to the places that tuples of indices name, as ONNX's ScatterND does:
 * `output[indices[i][0]][indices[i][1]] = updates[i]` with two to a tuple. A tuple that leads outside
 * goes nowhere.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function scatterNd(args: ScatterNdArgs): Dispatch[] {
  const { input, indices } = args;
  const depth = requireDepth('scatterNd', indices.shape, input.shape, 0);
  const row = input.shape.slice(depth);
  requireScatter('scatterNd', args, [...indices.shape.slice(0, -1), ...row]);
  const flat = flatRows('scatterNd', indices, input.shape, 0);
  return scatter('scatterNd', args, flat, elementCount(row));
}

function requireScatter(kernel: string, { input, updates, output }: ScatterArgs, shape: Shape) {
  const { dtype } = input;
  requireLayout(kernel, 'input', input, 'dense');
  requireSpec(kernel, 'updates', updates, { shape, dtype, layout: 'dense' });
  requireSpec(kernel, 'output', output, { shape: input.shape, dtype, layout: 'dense' });
}

function scatter(
  label: string,
  { input, updates, reduction = 'replace', output }: ScatterArgs,
  flat: FlatIndices,
  row: number,
): Dispatch[] {
  const { dtype, shape } = input;
  const [count] = flat.tensor.shape;
  const elementsOf = elementCount(shape);
  const all = [{ size: elementsOf, strides: [1, 1] as const }];
  return [
    ...copy({ input, output, axes: all }, label),
    ...flat.dispatches,
    dispatch(scatterShader, {
      label,
      constants: { COMBINES: Number(reduction !== 'replace') },
      params: {
        count,
        rows: row === 0 ? 0 : elementsOf / row,
        row,
        lanes: 4 / bytesPerElement(dtype),
        reduction: reductions[reduction],
        element: elements[dtype],
        is_single: Number(updates.shape.length === 0),
      },
      tensors: { targets: flat.tensor, updates, output },
      workgroups: linearGrid(count * row, 64),
    }),
  ];
}
