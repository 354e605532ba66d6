import { Model } from '@facegpu/nn';
import { platform } from '#platform';
import type { LoadProgress } from '../api/options.ts';
import { Shared } from '../async/shared.ts';
import type { ModelSource } from '../platform/platform.ts';

/** The default models, by what the pipeline needs them for. */
export const modelNames = {
  ssd: 'ssd-mobilenet-v1',
  tiny: 'tiny-face-detector',
  landmarks: 'landmarks-68',
  arcface: 'arcface-mobilefacenet',
  dlib: 'face-recognition-128',
  expression: 'expression',
  ageGender: 'age-gender',
} as const;

/** How the loading of several models is followed and cancelled. */
export interface LoadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

/** Reads models when they are first wanted, each once. */
export class ModelLoader {
  readonly #source: ModelSource;
  readonly #models = new Map<string, Shared<Model>>();

  constructor(source: ModelSource) {
    this.#source = source;
  }

  /** Loads models side by side, by their names; what is a model already is left as it is. */
  async load(
    wanted: readonly (string | Model)[],
    { signal, onProgress }: LoadOptions = {},
  ): Promise<Model[]> {
    const names = new Set(wanted.filter((model) => typeof model === 'string'));
    const sizes = new Map<string, { loaded: number; total: number }>();
    const report = (name: string, loaded: number, total: number) => {
      sizes.set(name, { loaded, total });
      // The sum is known when every file's size is.
      if (sizes.size < names.size) return;
      const sum = (part: 'loaded' | 'total') =>
        [...sizes.values()].reduce((total, size) => total + size[part], 0);
      onProgress?.({ stage: 'models', loaded: sum('loaded'), total: sum('total') });
    };
    return Promise.all(
      wanted.map((model) =>
        typeof model === 'string'
          ? this.#model(model, signal, (loaded, total) => report(model, loaded, total))
          : model,
      ),
    );
  }

  #model(
    name: string,
    signal: AbortSignal | undefined,
    onProgress: (loaded: number, total: number) => void,
  ): Promise<Model> {
    let model = this.#models.get(name);
    if (!model) {
      model = new Shared(async (signal) => {
        const bytes = await platform.readModel(name, this.#source, { signal, onProgress });
        return Model.parse(bytes, `${name}.safetensors`);
      });
      this.#models.set(name, model);
    }
    return model.wait(signal);
  }
}
