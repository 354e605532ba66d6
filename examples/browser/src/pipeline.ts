import { type Face, FacePipeline } from '@facegpu/pipeline';

/** How far the first load has come: bytes of models, then networks that are compiled. */
export interface Progress {
  readonly stage: 'models' | 'compile';
  readonly loaded: number;
  readonly total: number;
}

/** Loads the models from beside the page and compiles them. */
export function openPipeline(onProgress: (progress: Progress) => void): Promise<FacePipeline> {
  onProgress({ stage: 'models', loaded: 0, total: 1 });
  return FacePipeline.create({ models: 'models/' });
}

export interface Found {
  readonly faces: Face[];
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}

/** Finds the faces of a photo or of a video's current frame. */
export async function findFaces(
  pipeline: FacePipeline,
  photo: Blob | HTMLVideoElement,
  signal: AbortSignal,
): Promise<Found> {
  const start = performance.now();
  const { faces } = await pipeline.detectIn(photo as never, { minScore: 0.5, chips: true });
  signal.throwIfAborted();
  return { faces, timings: { total: performance.now() - start } };
}
