import { FacePipeline } from '@facegpu/pipeline';
import { modelsOf, readModel } from '@facegpu/pipeline/command-line';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { listPhotos } from '../dataset/list-photos.ts';
import { type Dataset, type PrepareOptions, prepareDataset } from '../dataset/prepare-dataset.ts';
import { cacheFolder } from './cache-folder.ts';

export interface DatasetOptions {
  readonly cache?: string;
  readonly detector?: string;
  readonly recognizer?: string;
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
  options: DatasetOptions & Required<Pick<PrepareOptions, 'ages'>>,
): Promise<OpenedDataset> {
  const { cache: named, minScore, ages, ...models } = options;
  const list = await listPhotos(source);
  const cache = await cacheFolder(source, named);
  const recognizer =
    models.recognizer === undefined ? undefined : await readModel(models.recognizer);
  const pipeline = await FacePipeline.create(modelsOf(models));
  try {
    const prepared = { pipeline, recognizer, cache, minScore, ages, chips: shownChips };
    return { dataset: await prepareDataset(list, prepared), pipeline };
  } catch (error) {
    await pipeline.dispose();
    throw error;
  }
}
