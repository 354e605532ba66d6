import { FacePipeline } from '@facegpu/pipeline';
import { modelsOf } from '@facegpu/pipeline/command-line';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { listPhotos } from '../dataset/list-photos.ts';
import { type Dataset, prepareDataset } from '../dataset/prepare-dataset.ts';
import { cacheFolder } from './cache-folder.ts';

export interface DatasetOptions {
  readonly cache?: string;
  readonly detector?: string;
  readonly minScore: number;
}

/** Chips that people look at: with a little of what is around the face. */
export const shownChips: ChipSpec = {
  alignment: { template: 'arcface-112' },
  size: 112,
  margin: 16,
};

/** A data set that is ready, and the pipeline that looked at it, which the caller disposes of. */
export interface OpenedDataset {
  readonly dataset: Dataset;
  readonly pipeline: FacePipeline;
}

/** Looks at the photos of a folder or a CSV file, as far as that wasn't done before. */
export async function openDataset(
  source: string,
  { cache: named, minScore, ...models }: DatasetOptions,
): Promise<OpenedDataset> {
  const list = await listPhotos(source);
  const cache = await cacheFolder(source, named);
  const pipeline = await FacePipeline.create(modelsOf(models));
  try {
    const dataset = await prepareDataset(list, { pipeline, cache, minScore, chips: shownChips });
    return { dataset, pipeline };
  } catch (error) {
    await pipeline.dispose();
    throw error;
  }
}
