import { FacePipeline } from '@facegpu/pipeline';
import { modelsOf, readModel } from '@facegpu/pipeline/command-line';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { listPhotos } from '../dataset/list-photos.ts';
import { type Dataset, prepareDataset } from '../dataset/prepare-dataset.ts';
import { cacheFolder } from './cache-folder.ts';

export interface DatasetOptions {
  readonly cache?: string;
  readonly detector?: string;
  readonly recognizer?: string;
  readonly minScore: number;
  readonly upright?: boolean;
}

/** Chips that people look at: with a little of what is around the face. */
const shownChips: ChipSpec = {
  alignment: { template: 'arcface-112' },
  size: 112,
  margin: 16,
};

/** A data set that is ready, and the pipeline that looked at it, which the caller disposes of. */
export interface OpenedDataset {
  readonly dataset: Dataset;
  readonly pipeline: FacePipeline;
}

/** What of a data set is needed. */
interface Needed {
  /** Guessed ages. */
  readonly ages: boolean;
  /** Chips that people look at: there is a page. */
  readonly chips: boolean;
}

/** Looks at the photos of a folder or a CSV file, as far as that wasn't done before. */
export async function openDataset(
  source: string,
  { cache: named, minScore, upright, ...models }: DatasetOptions,
  { ages, chips }: Needed,
): Promise<OpenedDataset> {
  const list = await listPhotos(source);
  const cache = await cacheFolder(source, named);
  const recognizer =
    models.recognizer === undefined ? undefined : await readModel(models.recognizer);
  const pipeline = await FacePipeline.create(modelsOf(models));
  try {
    const dataset = await prepareDataset(list, {
      ...{ pipeline, recognizer, cache, minScore, upright, ages },
      chips: chips ? shownChips : undefined,
    });
    return { dataset, pipeline };
  } catch (error) {
    await pipeline.dispose();
    throw error;
  }
}
