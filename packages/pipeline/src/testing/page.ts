import { allOperators } from '@facegpu/nn';
import * as library from '../index.ts';
import { platform } from '../platform/browser.ts';
import { toPortable } from '../platform/portable.ts';
import { longTasks } from './long-tasks.ts';

const { decodePhoto, readModel } = platform;
const pipelines = new Map<string, Promise<library.FacePipeline>>();

/** What the page of the tests has: the library as a bundle gets it, and what makes tests short. */
const page = {
  ...library,
  allOperators,
  decodePhoto,
  readModel,
  toPortable,
  longTasks,

  /** A pipeline with the default models; the same one for the same options. */
  pipeline(options: library.PipelineOptions): Promise<library.FacePipeline> {
    const key = JSON.stringify(options);
    const pipeline =
      pipelines.get(key) ?? library.FacePipeline.create({ models: '/models/', ...options });
    pipelines.set(key, pipeline);
    return pipeline;
  },

  /** What is left of faces on their way out of the page: numbers. */
  plain(faces: readonly library.Face[]) {
    return faces.map(({ box, score, landmarks, descriptor }) => ({
      box,
      score,
      landmarks,
      descriptor: { model: descriptor.model, values: [...descriptor.values] },
    }));
  },

  /** The error that something throws; fails where it doesn't. */
  async errorOf(work: Promise<unknown>) {
    const nothing = () => {
      throw new Error('nothing was thrown');
    };
    const error = await work.then(nothing, (error: unknown) => error);
    if (error instanceof library.FaceGpuError) return error.toJSON();
    throw error;
  },
};

declare global {
  var facegpu: typeof page;
}

globalThis.facegpu = page;
