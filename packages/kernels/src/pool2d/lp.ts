import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import source from './lp.wgsl';
import {
  type Pool2dWindow,
  type PoolTensors,
  requirePool2d,
  windowFields,
  windowParams,
} from './pool2d.ts';

export const lpPool2dShader = defineShader({
  name: 'pool2d/lp',
  source,
  params: struct(extend(windowFields, { p: 'u32' })),
  batched: true,
});

/** The largest exponent. */
const mostP = 64;

export interface LpPool2dArgs extends PoolTensors, Pool2dWindow {
  /** The exponent: a whole number from 1 to 64; 2 where it is left out. */
  readonly p?: number | undefined;
}

/**
 * The p-norm of each window: `(sum of |x|^p)^(1/p)`. Padding adds nothing.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function lpPool2d(args: LpPool2dArgs): Dispatch[] {
  requirePool2d('lpPool2d', args);
  const { input, output, live, p = 2 } = args;
  if (!Number.isInteger(p) || p < 1 || p > mostP) {
    throw shapeMismatch(`lpPool2d: p is ${p}`, `Give a whole number from 1 to ${mostP}.`);
  }
  const params = { ...windowParams(args), p };
  return [
    dispatch(lpPool2dShader, {
      label: 'lp pool2d',
      real: requireReal('lpPool2d', input),
      params,
      tensors: { input, output },
      live,
      workgroups: linearGrid(
        params.batch * params.out_height * params.out_width * params.vec4s,
        64,
      ),
    }),
  ];
}
