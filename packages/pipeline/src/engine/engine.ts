import type { Device } from '@facegpu/kernels';
import type { PartialFace } from '../api/face.ts';
import type { Detection, DetectOptions, PhotoInput, PipelineInfo } from '../api/options.ts';
import type { IndexKind } from '../match/flat-index.ts';
import type { NearestRequest } from '../match/gallery.ts';
import type { IndexOptions, Neighbours, VectorIndex } from '../match/vector-index.ts';

/** A face, and what was found to be near it where that was asked. */
export type ComparedFace = PartialFace & { readonly neighbours?: Neighbours };

/** What does a pipeline's work: on this thread, or in a worker. */
export interface Engine {
  readonly info: PipelineInfo;
  /** What it computes on; nothing that could be reached where that is in a worker. */
  readonly device: Device | undefined;
  /**
   * @param match where descriptors are to be compared too: each face has `neighbours` then
   * @throws FaceGpuError `bad-argument` where its index is another engine's
   */
  detect(
    photo: PhotoInput,
    options: DetectOptions,
    match?: NearestRequest,
  ): Promise<Detection<ComparedFace>>;
  /**
   * Room for vectors that can be searched.
   *
   * @param kind the index on this thread; a worker has its own
   * @param onDispose hears that it was disposed of
   * @throws FaceGpuError `bad-argument`
   */
  createIndex(options: IndexOptions, kind: IndexKind, onDispose: () => void): VectorIndex;
  /** Waits for calls under way, then frees everything. */
  dispose(): Promise<void>;
}
