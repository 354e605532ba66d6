export { type ErrorCode, FaceGpuError } from '@facegpu/kernels';
export type { Box, ChipImage, Descriptor, Face, Point } from './face.ts';
export { Gallery, type IdentifyOptions, type Match } from './gallery/gallery.ts';
export type { Comparison, FaceOrDescriptor } from './match/compare.ts';
export type {
  Detection,
  DetectOptions,
  LoadProgress,
  PhotoInput,
  PipelineInfo,
  PipelineOptions,
  StageName,
  Timings,
} from './options.ts';
export type { Pixels } from './photo.ts';
export { FacePipeline } from './pipeline.ts';
