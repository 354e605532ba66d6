export {
  type Augmentation,
  type AugmentationOptions,
  augmentationOf,
  drawAugmentation,
  plain,
  usualAugmentation,
} from './augment/augmentation.ts';
export { Augmenter, type AugmenterOptions } from './augment/augmenter.ts';
export { GradientContext } from './autodiff/context.ts';
export {
  type Differentiated,
  type DifferentiateOptions,
  differentiate,
} from './autodiff/differentiate.ts';
export { defineGradients, type Gradient, type GradientTable } from './autodiff/gradient.ts';
export { type ImageNetwork, imageNetwork } from './course/image-network.ts';
export {
  ImageTraining,
  type ImageTrainingOptions,
  type WrittenLoss,
} from './course/image-training.ts';
export type {
  Best,
  CourseLength,
  CourseSettings,
  Progress,
  Resume,
  StepProgress,
} from './course/run-course.ts';
export { ChipCutter } from './dataset/chip-cutter.ts';
export type { ChipSet } from './dataset/chip-set.ts';
export { type ChipSpec, chipSide } from './dataset/chip-spec.ts';
export { chooseFace } from './dataset/choose-face.ts';
export { Random } from './dataset/random.ts';
export {
  PeopleSampler,
  type SampledBatch,
  type SamplerOptions,
} from './dataset/sampler.ts';
export { type Split, type SplitOptions, sharedPeople, splitPeople } from './dataset/split.ts';
export { gradients } from './gradients/all.ts';
export {
  landmarkerChips,
  landmarkerNetwork,
  serializeLandmarker,
} from './landmarker/landmarker-model.ts';
export type { MarkedFaces } from './landmarker/marked-faces.ts';
export {
  type LandmarkerMeasure,
  type LandmarkerReport,
  type TrainedLandmarker,
  type TrainLandmarkerOptions,
  trainLandmarker,
} from './landmarker/train-landmarker.ts';
export { crossEntropy, type MarginSoftmaxOptions, marginSoftmax } from './losses/margin-softmax.ts';
export {
  type AdaptiveWingOptions,
  adaptiveWing,
  centreFocal,
  l1,
  l2,
  wing,
} from './losses/regression.ts';
export {
  type BatchLoss,
  batchHardTriplets,
  givenTriplets,
  type SemiHardOptions,
  semiHardTriplets,
  type TemperedLoss,
  type TripletOptions,
  temperedTriplets,
} from './losses/triplet.ts';
export { type Confusion, type Found, type MineSetOptions, mineSet } from './mining/mine-set.ts';
export { minedBatches } from './mining/mined-batches.ts';
export { type BatchNormOptions, batchNorm, type Running } from './networks/batch-norm.ts';
export { type HeatmapNetOptions, heatmapNet, probabilityMaps } from './networks/heatmap-net.ts';
export {
  convolution,
  depthwise,
  descriptorRows,
  type Features,
  normalizedConvolution,
  normalizedRows,
  prelu,
  residualBlock,
} from './networks/layers.ts';
export { type MobileNetOptions, mobileFaceNet, mobileNet } from './networks/mobile-net.ts';
export { NetworkBuilder } from './networks/network-builder.ts';
export { type ResidualNetOptions, residualNet } from './networks/residual-net.ts';
export { type TrainingOperators, trainingOperators } from './operators/all.ts';
export { adam } from './optimizers/adam.ts';
export type { Optimizer } from './optimizers/optimizer.ts';
export { type CosineOptions, cosine, type Schedule } from './optimizers/schedule.ts';
export { sgd } from './optimizers/sgd.ts';
export { type MeasuredThresholds, measureThresholds } from './recognizer/measure-thresholds.ts';
export { type PresetName, presetRecognizer, presets } from './recognizer/presets.ts';
export type { Mining, RecognizerLoss } from './recognizer/recognizer-loss.ts';
export {
  type BatchNetwork,
  modelRecognizer,
  ownRecognizer,
  type RecognizerModel,
  recognizerChips,
  type WriteRecognizer,
} from './recognizer/recognizer-model.ts';
export {
  isCollapsed,
  type RecognizerBatch,
  RecognizerTraining,
  type RecognizerTrainingOptions,
  type StepReport,
} from './recognizer/recognizer-training.ts';
export { serializeRecognizer } from './recognizer/save-recognizer.ts';
export {
  type TrainedRecognizer,
  type TrainRecognizerOptions,
  trainRecognizer,
} from './recognizer/train-recognizer.ts';
export type { ChipPair, Validation } from './recognizer/validation.ts';
export type { MicroBatchOptions } from './step/micro-batches.ts';
export type { PrepareRows } from './step/step-program.ts';
export { SharedTensors } from './step/tensors.ts';
export { trainableLayers, trainableWeights } from './step/trainable.ts';
export {
  type TrainingState,
  TrainingStep,
  type TrainingStepOptions,
} from './step/training-step.ts';
