import { afterAll, beforeAll } from 'vitest';
import type { PipelineOptions } from '../api/options.ts';
import { FacePipeline } from '../pipeline.ts';

/**
 * Creates a pipeline for the tests of a file or a `describe` block, and disposes of it after them. A
 * test that asks for it is counted as one that ran on its adapter.
 */
export function usePipeline(options?: PipelineOptions): { pipeline(meta: object): FacePipeline } {
  let pipeline: FacePipeline | undefined;
  beforeAll(async () => {
    pipeline = await FacePipeline.create(options);
  });
  afterAll(async () => {
    await pipeline?.dispose();
  });
  return {
    pipeline(meta) {
      if (!pipeline) throw new Error('the pipeline is there only while tests run');
      Object.assign(meta, { adapter: pipeline.info.adapter.name });
      return pipeline;
    },
  };
}
