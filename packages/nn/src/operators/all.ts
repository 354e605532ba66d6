import { argMax, argMin } from './arg-reduce.ts';
import { arithmetic } from './arithmetic.ts';
import { basicOperators } from './basic.ts';
import { cast } from './cast.ts';
import { comparisons } from './comparisons.ts';
import { cumSum } from './cum-sum.ts';
import { expand } from './expand.ts';
import { gather } from './gather.ts';
import { gatherElements } from './gather-elements.ts';
import { gatherNd } from './gather-nd.ts';
import { nonMaxSuppression } from './non-max-suppression.ts';
import type { OperatorTable } from './operator.ts';
import { dequantize, quantize } from './quantize.ts';
import { range } from './range.ts';
import { reductions } from './reduce.ts';
import { scatterElements, scatterNd } from './scatter.ts';
import { shape, size } from './shape.ts';
import { slice } from './slice.ts';
import { logSoftmax } from './softmax.ts';
import { spatialOperators } from './spatial.ts';
import { split } from './split.ts';
import { tile } from './tile.ts';
import { topK } from './top-k.ts';
import { transpose } from './transpose.ts';
import { unaryOperators } from './unary.ts';
import { where } from './where.ts';

const others = {
  argMax,
  argMin,
  cast,
  dequantize,
  cumSum,
  expand,
  gather,
  gatherElements,
  gatherNd,
  nonMaxSuppression,
  quantize,
  logSoftmax,
  range,
  scatterElements,
  scatterNd,
  shape,
  size,
  slice,
  split,
  tile,
  topK,
  transpose,
  where,
} as const satisfies OperatorTable;

const elementwise = /* @__PURE__ */ Object.assign({}, arithmetic, comparisons, unaryOperators);
const families = /* @__PURE__ */ Object.assign({}, elementwise, reductions);

const beside = /* @__PURE__ */ Object.assign({}, spatialOperators, others);

/** Every operator there is. A bundle that passes fewer to `compile` stays smaller. */
export const allOperators = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.assign({}, basicOperators, families, beside),
);

export type AllOperators = typeof allOperators;
