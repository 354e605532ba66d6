import { allOperators, type OperatorTable } from '@facegpu/nn';
import { batchNormGradient, batchNormTraining } from './batch-norm-training.ts';
import { conv2dWeightGradient } from './conv2d-weight-gradient.ts';
import { gatherGradient } from './gather-gradient.ts';
import { gridSampleGridGradient, gridSampleInputGradient } from './grid-sample-gradient.ts';
import { movingAverage } from './moving-average.ts';
import { adam, sgd } from './optimizers.ts';
import { averagePoolGradient, maxPoolGradient } from './pool2d-gradient.ts';
import { preluGradient } from './prelu-gradient.ts';
import { resizeGradient } from './resize-gradient.ts';
import { softmaxGradient } from './softmax-gradient.ts';
import { unaryGradient } from './unary-gradient.ts';

/** What networks are made of, and what only their training needs. */
export const trainingOperators = /* @__PURE__ */ Object.freeze({
  ...allOperators,
  adam,
  averagePoolGradient,
  batchNormGradient,
  batchNormTraining,
  conv2dWeightGradient,
  gatherGradient,
  gridSampleGridGradient,
  gridSampleInputGradient,
  maxPoolGradient,
  movingAverage,
  preluGradient,
  resizeGradient,
  sgd,
  softmaxGradient,
  unaryGradient,
} as const satisfies OperatorTable);

export type TrainingOperators = typeof trainingOperators;
