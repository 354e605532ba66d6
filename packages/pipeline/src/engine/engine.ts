import type { Device } from '@facegpu/kernels';
import type { Detection, DetectOptions, PhotoInput, PipelineInfo } from '../api/options.ts';
import type { DescriptorIndex } from '../gallery/descriptor-index.ts';

/** What does a pipeline's work: on this thread, or in a worker. */
export interface Engine {
  readonly info: PipelineInfo;
  /** What it computes on; nothing that could be reached where that is in a worker. */
  readonly device: Device | undefined;
  detect(photo: PhotoInput, options: DetectOptions): Promise<Detection>;
  /** Room for the descriptors of a gallery. */
  createIndex(): DescriptorIndex;
  /** Waits for calls under way, then frees everything. */
  dispose(): Promise<void>;
}
