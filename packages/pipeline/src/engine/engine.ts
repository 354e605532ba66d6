import type { Device } from '@facegpu/kernels';
import type { PartialFace } from '../api/face.ts';
import type { Detection, DetectOptions, PhotoInput, PipelineInfo } from '../api/options.ts';
import type { IndexOptions, VectorIndex } from '../match/vector-index.ts';

/** What does a pipeline's work: on this thread, or in a worker. */
export interface Engine {
  readonly info: PipelineInfo;
  /** What it computes on; nothing that could be reached where that is in a worker. */
  readonly device: Device | undefined;
  detect(photo: PhotoInput, options: DetectOptions): Promise<Detection<PartialFace>>;
  /**
   * Room for vectors that can be searched.
   *
   * @param onDispose hears that it was disposed of
   * @throws FaceGpuError `bad-argument`
   */
  createIndex(options: IndexOptions, onDispose: () => void): VectorIndex;
  /** Waits for calls under way, then frees everything. */
  dispose(): Promise<void>;
}
