import { activation, leakyRelu } from './activation.ts';
import { batchNorm } from './batch-norm.ts';
import { add, div, mul, prelu, sub } from './binary.ts';
import { concat } from './concat.ts';
import { conv2d } from './conv2d.ts';
import { gemm } from './gemm.ts';
import { globalAveragePool } from './global-average-pool.ts';
import type { OperatorTable } from './operator.ts';
import { pad } from './pad.ts';
import { averagePool, maxPool } from './pool2d.ts';
import { reshape } from './reshape.ts';
import { softmax } from './softmax.ts';

/** What convolutional networks consist of, those of `@facegpu/models` among them. */
export const basicOperators = {
  add,
  averagePool,
  batchNorm,
  concat,
  conv2d,
  div,
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
  sigmoid: activation,
  softmax,
  sub,
  tanh: activation,
} as const satisfies OperatorTable;
