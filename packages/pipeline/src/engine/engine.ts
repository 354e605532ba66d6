import type { Device } from '@facegpu/kernels';
import type { PartialFace } from '../api/face.ts';
import type { Detection, DetectOptions, PhotoInput, PipelineInfo } from '../api/options.ts';
import type { IndexKind } from '../match/flat-index.ts';
import type { NearestRequest } from '../match/gallery.ts';
import type { IndexOptions, Neighbours, VectorIndex } from '../match/vector-index.ts';
import type { RemoteIndex } from './remote-index.ts';

/** A face, and what was found to be near it where that was asked. */
export type ComparedFace = PartialFace & { readonly neighbours?: Neighbours };

/** What an engine is asked of a photo. */
export interface EngineDetectOptions extends DetectOptions {
  /** The photo is a chip: it has one face, which has a descriptor by the first recognition model. */
  readonly isChip?: boolean;
}

/**
 * How indexes are made: on this thread, or as a handle on one in a worker. They come with whoever makes one: a
 * page that searches nothing loads neither.
 */
export interface IndexKinds {
  readonly local: IndexKind;
  readonly remote: typeof RemoteIndex;
}

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
    options: EngineDetectOptions,
    match?: NearestRequest,
  ): Promise<Detection<ComparedFace>>;
  /**
   * Room for vectors that can be searched.
   *
   * @param kinds what it is made by, here or there
   * @param onDispose hears that it was disposed of
   * @throws FaceGpuError `bad-argument`
   */
  createIndex(options: IndexOptions, kinds: IndexKinds, onDispose: () => void): VectorIndex;
  /** Waits for calls under way, then frees everything. */
  dispose(): Promise<void>;
}
