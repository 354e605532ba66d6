import { allOperators, type OperatorTable } from '@facegpu/nn';
import { adam, sgd } from './optimizers.ts';

/** What networks are made of, and what only their training needs. */
export const trainingOperators = /* @__PURE__ */ Object.freeze({
  ...allOperators,
  adam,
  sgd,
} as const satisfies OperatorTable);

export type TrainingOperators = typeof trainingOperators;
