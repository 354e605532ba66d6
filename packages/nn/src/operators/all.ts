import { activation, leakyRelu } from './activation.ts';
import { batchNorm } from './batch-norm.ts';
import { add, div, mul, prelu, sub } from './binary.ts';
import { cast } from './cast.ts';
import { concat } from './concat.ts';
import { conv2d } from './conv2d.ts';
import { gather } from './gather.ts';
import { gemm } from './gemm.ts';
import { globalAveragePool } from './global-average-pool.ts';
import type { OperatorTable } from './operator.ts';
import { pad } from './pad.ts';
import { averagePool, maxPool } from './pool2d.ts';
import { reshape } from './reshape.ts';
import { resize } from './resize.ts';
import { shape } from './shape.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { split } from './split.ts';
import { transpose } from './transpose.ts';

/** Every operator there is. A bundle that passes fewer to `compile` stays smaller. */
export const allOperators = {
  add,
  averagePool,
  batchNorm,
  cast,
  concat,
  conv2d,
  div,
  gather,
  gemm,
  globalAveragePool,
  hardSwish: activation,
  leakyRelu,
  maxPool,
  mul,
  pad,
  prelu,
  relu: activation,
  relu6: activation,
  reshape,
  resize,
  shape,
  sigmoid: activation,
  slice,
  softmax,
  split,
  sub,
  tanh: activation,
  transpose,
} as const satisfies OperatorTable;

export type AllOperators = typeof allOperators;
