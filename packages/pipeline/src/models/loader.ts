import { Model } from '@facegpu/nn';
import { platform } from '#platform';
import type { LoadProgress } from '../api/options.ts';
import { shorten } from '../api/shorten.ts';
import { Shared } from '../async/shared.ts';
import type { ModelSource } from '../platform/platform.ts';
import { type ModelChoice, placeOf } from './choice.ts';

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

  /** Loads models side by side; what is one already is left as it is. */
  async load(
    wanted: readonly ModelChoice[],
    { signal, onProgress }: LoadOptions = {},
  ): Promise<Model[]> {
    const places = wanted.map((choice) => (choice instanceof Model ? choice : placeOf(choice)));
    const files = new Set(places.filter((place) => !(place instanceof Model)).map(String));
    const sizes = new Map<string, { loaded: number; total: number }>();
    const report = (file: string, loaded: number, total: number) => {
      sizes.set(file, { loaded, total });
      // The sum is known when every file's size is.
      if (sizes.size < files.size) return;
      const sum = (part: 'loaded' | 'total') =>
        [...sizes.values()].reduce((total, size) => total + size[part], 0);
      onProgress?.({ stage: 'models', loaded: sum('loaded'), total: sum('total') });
    };
    return Promise.all(
      places.map((place) =>
        place instanceof Model
          ? place
          : this.#model(place, signal, (loaded, total) => report(String(place), loaded, total)),
      ),
    );
  }

  #model(
    place: string | URL,
    signal: AbortSignal | undefined,
    onProgress: (loaded: number, total: number) => void,
  ): Promise<Model> {
    const file = String(place);
    let model = this.#models.get(file);
    if (!model) {
      model = new Shared(async (signal) => {
        const bytes = await platform.readModel(place, this.#source, { signal, onProgress });
        return Model.parse(
          bytes,
          typeof place === 'string' ? `${file}.safetensors` : shortened(place),
        );
      });
      this.#models.set(file, model);
    }
    return model.wait(signal);
  }
}

/** The name of a file, as errors quote it. */
function shortened({ href }: URL): string {
  return shorten(decodeURIComponent(href.slice(href.lastIndexOf('/') + 1)) || href);
}
