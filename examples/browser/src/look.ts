import type { FacePipeline } from '@facegpu/pipeline';
import type { StoredGallery } from '@facegpu/pipeline/gallery';
import type { Scene } from './photo.ts';
import { findFaces } from './pipeline.ts';
import type { Recogniser } from './recogniser.ts';

/** What looking takes: there once the models are loaded. */
export interface Engine {
  readonly pipeline: FacePipeline;
  /** The people who are known. */
  readonly gallery: StoredGallery;
  readonly recogniser: Recogniser;
}

/** How a picture is looked at. */
export interface LookOptions {
  /** Whether age, gender and expression are wanted: their networks are loaded then. */
  readonly traits: boolean;
  readonly signal: AbortSignal;
}

/** Finds the faces of a picture and whom they show. */
export async function look(
  engine: Promise<Engine>,
  picture: Blob | HTMLVideoElement,
  { traits, signal }: LookOptions,
): Promise<Scene> {
  const { pipeline, recogniser } = await orAborted(engine, signal);
  const { faces, times } = await findFaces(pipeline, picture, { attributes: traits, signal });
  const sorted = [...faces].sort((a, b) => a.box.x - b.box.x);
  return { faces: await recogniser.recognise(sorted), times, hasTraits: traits };
}

/** Waits for a task, until the signal says not to. */
function orAborted<T>(task: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    task.then(resolve, reject);
  });
}
