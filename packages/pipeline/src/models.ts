import { Model } from '@facegpu/nn';
import { platform } from '#platform';

/** The default models, by what the pipeline needs them for. */
export const modelNames = {
  ssd: 'ssd-mobilenet-v1',
  tiny: 'tiny-face-detector',
  landmarks: 'landmarks-68',
  recognition: 'face-recognition-128',
  expression: 'expression',
  ageGender: 'age-gender',
} as const;

/** Reads models when they are first wanted, each once. */
export class ModelLoader {
  readonly #base: string | URL | undefined;
  readonly #models = new Map<string, Promise<Model>>();

  constructor(base: string | URL | undefined) {
    this.#base = base;
  }

  load(name: string): Promise<Model> {
    let model = this.#models.get(name);
    if (!model) {
      model = platform
        .readModel(name, this.#base)
        .then((bytes) => Model.parse(bytes, `${name}.safetensors`));
      model.catch(() => this.#models.delete(name));
      this.#models.set(name, model);
    }
    return model;
  }
}
