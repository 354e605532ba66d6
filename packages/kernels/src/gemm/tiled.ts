import { packVector } from '../pack/pack.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { vec4Count } from '../tensor/tensor.ts';
import source from './tiled.wgsl';
import type { GemmVariant, Product } from './variant.ts';

export const tiledShader = defineShader({
  name: 'gemm/tiled',
  source,
  params: struct({ rows: 'u32', inner: 'u32', columns: 'u32', b_stride: 'u32' }),
  constants: { ROWS: 4, VEC4S: 2, ACROSS: 0, A_ALIGNED: 1, B_ALIGNED: 1, TRANSPOSED: 0 },
  batched: true,
  activation: true,
});

const workgroup = 32;

/** The invocations of a workgroup lie along the rows, where these are enough to keep it busy. */
export const down: GemmVariant = {
  supports: (_target, { rows }) => rows >= 2 * workgroup,
  dispatch: (_target, product) => [
    tiled(product, { rows: 4, vec4s: product.columns > 4 ? 2 : 1, across: false }),
  ],
};

/** The invocations of a workgroup lie along the columns. */
export const across: GemmVariant = {
  supports: () => true,
  dispatch: (_target, product) => [
    tiled(product, { rows: product.rows === 1 ? 1 : 4, vec4s: 1, across: true }),
  ],
};

interface Tile {
  /** Rows and vec4s of columns of an invocation. */
  readonly rows: number;
  readonly vec4s: number;
  /** Whether the invocations of a workgroup lie along the columns instead of the rows. */
  readonly across: boolean;
}

function tiled(product: Product, tile: Tile): Dispatch {
  const { label, rows, inner, columns, a, b, bStride, transposed, activation, output } = product;
  const lanes = { rows: tile.across ? 1 : workgroup, vec4s: tile.across ? workgroup : 1 };
  const tilesDown = Math.ceil(rows / (tile.rows * lanes.rows));
  const tilesAcross = Math.ceil(vec4Count(columns) / (tile.vec4s * lanes.vec4s));
  return dispatch(tiledShader, {
    label,
    real: requireReal(label, a),
    activation,
    constants: {
      ROWS: tile.rows,
      VEC4S: tile.vec4s,
      ACROSS: Number(tile.across),
      A_ALIGNED: Number(inner % 4 === 0),
      B_ALIGNED: Number(bStride % 4 === 0),
      TRANSPOSED: Number(transposed),
    },
    params: { rows, inner, columns, b_stride: bStride },
    tensors: { a, b, bias: packVector(product.bias, columns), output },
    live: product.live,
    workgroups: linearGrid(tilesDown * tilesAcross, 1),
  });
}
