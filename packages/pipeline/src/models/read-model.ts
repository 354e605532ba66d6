import type { Model } from '@facegpu/nn';
import type { ModelChoice } from './choice.ts';
import { ModelLoader } from './loader.ts';

/**
 * Reads a model by its name or its path, as a pipeline's options do.
 *
 * @throws FaceGpuError `no-models`, `file-unreadable`, `bad-model`
 */
export async function readModel(choice: ModelChoice): Promise<Model> {
  const [model] = await new ModelLoader({ base: undefined, cache: true }).load([choice]);
  return model;
}
