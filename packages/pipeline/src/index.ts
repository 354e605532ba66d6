export { type ErrorCode, FaceGpuError } from '@facegpu/kernels';
export type { Box, ChipImage, Descriptor, Face, Point } from './api/face.ts';
export type {
  Detection,
  DetectOptions,
  LoadProgress,
  PhotoInput,
  PipelineInfo,
  PipelineOptions,
  StageName,
  Timings,
} from './api/options.ts';
export { Gallery, type IdentifyOptions, type Match } from './gallery/gallery.ts';
export type { Comparison, FaceOrDescriptor } from './match/compare.ts';
export type { Pixels } from './photo/photo.ts';
export { FacePipeline } from './pipeline.ts';
