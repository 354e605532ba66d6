import { allOperators, type OperatorTable } from '@facegpu/nn';
import { conv2dWeightGradient } from './conv2d-weight-gradient.ts';
import { adam, sgd } from './optimizers.ts';
import { unaryGradient } from './unary-gradient.ts';

/** What networks are made of, and what only their training needs. */
export const trainingOperators = /* @__PURE__ */ Object.freeze({
  ...allOperators,
  adam,
  conv2dWeightGradient,
  sgd,
  unaryGradient,
} as const satisfies OperatorTable);

export type TrainingOperators = typeof trainingOperators;
