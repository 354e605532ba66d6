import { softwareSubgroup } from '../device/target.ts';
import { packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import source from './subgroup.wgsl';
import { type GemmVariant, isAligned } from './variant.ts';

export const subgroupShader = defineShader({
  name: 'gemm/subgroup',
  source,
  params: struct({ rows: 'u32', inner: 'u32', columns: 'u32' }),
  enables: ['subgroups'],
  constants: { LANES: 8, ROWS: 4, VEC4S: 4 },
  batched: true,
  activation: true,
});

const lanes = 8;
const tile = { rows: 4, vec4s: 4 };

/** A register tile whose part of `b` travels between the lanes of a subgroup. */
export const subgroup: GemmVariant = {
  supports: ({ info }, product) =>
    softwareSubgroup(info) === lanes && isAligned(product) && product.rows >= 2 * lanes,
  dispatch(_target, product) {
    const { label, rows, inner, columns, a, b, bias, activation, output, live } = product;
    const tilesDown = Math.ceil(rows / (lanes * tile.rows));
    const tilesAcross = Math.ceil(columns / (4 * tile.vec4s));
    return [
      dispatch(subgroupShader, {
        label,
        real: requireReal(label, a),
        activation,
        constants: { LANES: lanes, ROWS: tile.rows, VEC4S: tile.vec4s },
        params: { rows, inner, columns },
        tensors: { a, b, bias: packVector(bias, columns), output },
        live,
        workgroups: linearGrid(tilesDown * tilesAcross, 1),
      }),
    ];
  },
};
