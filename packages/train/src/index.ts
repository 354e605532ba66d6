export { GradientContext } from './autodiff/context.ts';
export {
  type Differentiated,
  type DifferentiateOptions,
  differentiate,
} from './autodiff/differentiate.ts';
export { defineGradients, type Gradient, type GradientTable } from './autodiff/gradient.ts';
export {
  PeopleSampler,
  type SampledBatch,
  type SamplerOptions,
} from './dataset/sampler.ts';
export { type Split, type SplitOptions, sharedPeople, splitPeople } from './dataset/split.ts';
export { gradients } from './gradients/all.ts';
export { type TrainingOperators, trainingOperators } from './operators/all.ts';
export { adam } from './optimizers/adam.ts';
export type { Optimizer } from './optimizers/optimizer.ts';
export { type CosineOptions, cosine, type Schedule } from './optimizers/schedule.ts';
export { sgd } from './optimizers/sgd.ts';
export { SharedTensors } from './step/tensors.ts';
export { trainableWeights } from './step/trainable.ts';
export {
  type TrainingState,
  TrainingStep,
  type TrainingStepOptions,
} from './step/training-step.ts';
