import { softwareSubgroup } from '../device/target.ts';
import { packTiles, packVector } from '../pack/pack.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dVariant } from './contract.ts';
import source from './matrix.wgsl';
import { packedSlopes, runFields, runParams, type WindowArgs, windowParams } from './params.ts';

/** Where weights lie, in vec4s of output channels. */
interface WeightStrides {
  /** From a block of {@link vec4s} to the next. */
  readonly block: number;
  /** From the four input channels of a vec4 to the next four. */
  readonly step: number;
  /** From an input channel to the next. */
  readonly lane: number;
}

const lanes = 4;
const pixels = 8;
const vec4s = 8;

export const matrixShader = defineShader({
  name: 'conv2d/matrix',
  source,
  params: struct(
    extend(runFields, { weight_block: 'u32', weight_step: 'u32', weight_lane: 'u32' }),
  ),
  enables: ['subgroups'],
  batched: true,
  residual: true,
  slopes: true,
  inputActivation: true,
  activation: true,
});

/** Products of 4×4 matrices for one group, on software adapters with subgroups of 4. */
export const matrix: Conv2dVariant = {
  supports: ({ info }, { groups }) => groups === 1 && softwareSubgroup(info) === lanes,
  dispatch(_target, args) {
    const { runs, run_vec4s } = runParams(args);
    const weight = packTiles(args.weight, requireReal('conv2d', args.input), { vec4s, parts: 1 });
    const step = lanes * vec4s;
    return [multiply(args, weight, { block: runs * run_vec4s * step, step, lane: vec4s })];
  },
};

/** The convolution by weights that lie somewhere. */
export function multiply(args: WindowArgs, weight: Tensor, strides: WeightStrides): Dispatch {
  const { input, bias, residual, activation, inputActivation, output, live } = args;
  const [batch, height, width, outputs] = imageShape(output.shape);
  const [x, y] = linearGrid(batch * height * width, lanes * pixels);
  return dispatch(matrixShader, {
    label: 'conv2d',
    real: requireReal('conv2d', input),
    activation,
    inputActivation,
    params: {
      ...windowParams(args),
      ...runParams(args),
      weight_block: strides.block,
      weight_step: strides.step,
      weight_lane: strides.lane,
    },
    tensors: { input, weight, bias: packVector(bias, outputs), output },
    live,
    residual,
    slopes: packedSlopes(args),
    workgroups: [x, y, Math.ceil(vec4Count(outputs) / vec4s)],
  });
}
