export { type ErrorCode, FaceGpuError } from '@facegpu/kernels';
export { Model } from '@facegpu/nn';
export type { Alignment, NamedTemplate, Template } from './align/template.ts';
export { templateOf } from './align/template.ts';
export { templates } from './align/templates.ts';
export type { AlignmentWay } from './align/way.ts';
export type { ChipJson } from './api/chip.ts';
export type { DescriptorJson } from './api/descriptor.ts';
export type {
  DetectedPhoto,
  DetectManyOptions,
  FailedPhoto,
  ManyProgress,
  PhotoResult,
} from './api/detect-many.ts';
export type { Box, ChipImage, Descriptor, Face, PartialFace, Point, Quality } from './api/face.ts';
export type {
  Detection,
  DetectOptions,
  IdentifyPhotoOptions,
  LoadProgress,
  PhotoInput,
  PipelineInfo,
  PipelineOptions,
  RecognizerInfo,
  StageName,
  Timings,
} from './api/options.ts';
export type { Tables } from './api/tables.ts';
export type { Expression, Gender } from './attributes/labels.ts';
export type { Calibration, LogisticFit } from './calibration/calibration.ts';
export { allDecoders } from './detect/decoders/all.ts';
export { basicDecoders } from './detect/decoders/basic.ts';
export type {
  BoxDecoder,
  BoxDecoders,
  Candidates,
  DetectorOutputs,
} from './detect/decoders/decoder.ts';
export { allLandmarkDecoders } from './landmark/decoders/all.ts';
export { basicLandmarkDecoders } from './landmark/decoders/basic.ts';
export type {
  CropLandmarks,
  LandmarkDecoder,
  LandmarkDecoders,
  LandmarkOutputs,
} from './landmark/decoders/decoder.ts';
export { landmarkOrders, mapLandmarks } from './landmark/orders.ts';
export type {
  CompareOptions,
  Comparison,
  DescriptorInput,
  FaceOrDescriptor,
} from './match/compare.ts';
export { createIndex } from './match/create-index.ts';
export {
  type Enrollment,
  type EnrollOptions,
  Gallery,
  type IdentifyOptions,
  type Match,
  type NamesFaces,
  type Person,
} from './match/gallery.ts';
export { distanceOf, fromIndex, indexMetrics, type Metric } from './match/metric.ts';
export type { GalleryOptions } from './match/recognizer-of.ts';
export type { Judgement, Threshold, Verdict } from './match/thresholds.ts';
export type {
  Filter,
  IndexOptions,
  Neighbours,
  RangeNeighbours,
  VectorIndex,
  Vectors,
} from './match/vector-index.ts';
export {
  alignmentOf,
  type Description,
  descriptionOf,
  type RecognizerSettings,
  type Task,
} from './models/description.ts';
export type { OutputName } from './models/output-name.ts';
export type { Pixels } from './photo/photo.ts';
export { FacePipeline, type IdentifiedFace } from './pipeline.ts';
export { type CompatPrograms, compatPrograms } from './program/compat-programs.ts';
