import { RemoteIndex } from '../engine/remote-index.ts';
import type { FacePipeline } from '../pipeline.ts';
import { FlatIndex } from './flat-index.ts';
import type { Dependant, IndexOptions, VectorIndex } from './vector-index.ts';

/**
 * An index of vectors where a pipeline computes: what a `Gallery` searches. It is disposed of with the
 * pipeline.
 *
 * A function rather than a method, so that a page that searches nothing doesn't load what searches.
 *
 * @param owner is disposed of with the pipeline instead, and disposes of the index
 * @throws FaceGpuError `bad-argument`, `disposed`
 */
export function createIndex(
  pipeline: FacePipeline,
  options: IndexOptions,
  owner?: Dependant,
): VectorIndex {
  return pipeline.keepIndex(options, { local: FlatIndex, remote: RemoteIndex }, owner);
}
