import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  descriptionOf,
  type FacePipeline,
  type Model,
  type RecognizerInfo,
} from '@facegpu/pipeline';
import { LineCache } from '@facegpu/pipeline/command-line';
import { ChipEmbedder, Queue } from '@facegpu/pipeline/photos';
import { recognizerChips } from '../recognizer/recognizer-model.ts';
import { descriptorLines } from './descriptor-lines.ts';
import { KeptChips, type PhotoWithFace } from './kept-chips.ts';

/**
 * Describes faces by a recogniser of one's own, once for each photo. Its chips are those that it is trained with,
 * and lie in the same folder.
 */
export class ChipDescriber {
  readonly #embedder: ChipEmbedder;
  readonly #chips: KeptChips;
  readonly #cache: LineCache<Float32Array>;
  /** One photo at a time: a copy of another one isn't described again. */
  readonly #turns = new Queue();

  private constructor(embedder: ChipEmbedder, chips: KeptChips, cache: LineCache<Float32Array>) {
    this.#embedder = embedder;
    this.#chips = chips;
    this.#cache = cache;
  }

  /**
   * @param pipeline found the landmarks
   * @param cache a folder, which descriptors of other recognisers may share
   * @throws FaceGpuError as `KeptChips.open` and `ChipEmbedder.create` do; `file-unreadable`
   */
  static async open(pipeline: FacePipeline, cache: string, model: Model): Promise<ChipDescriber> {
    const embedder = await ChipEmbedder.create(pipeline.device, model);
    try {
      const spec = recognizerChips(descriptionOf(model, 'recognizer'));
      const recipe = JSON.stringify({ model: embedder.info.model, spec });
      const name = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
      const file = path.join(cache, `descriptors-${name}.jsonl`);
      const lines = await LineCache.open(file, descriptorLines);
      return new ChipDescriber(embedder, await KeptChips.open(pipeline, cache, spec), lines);
    } catch (error) {
      embedder.dispose();
      throw error;
    }
  }

  get info(): RecognizerInfo {
    return this.#embedder.info;
  }

  /** @throws FaceGpuError as `KeptChips.keep` and `ChipEmbedder.embed` do */
  describe(photo: PhotoWithFace): Promise<Float32Array> {
    return this.#turns.add(() => this.#describe(photo));
  }

  async #describe(photo: PhotoWithFace): Promise<Float32Array> {
    const known = this.#cache.get(photo.key);
    if (known) return known;
    await this.#chips.keep(photo);
    const descriptor = await this.#embedder.embed(await this.#chips.read(photo.key));
    await this.#cache.set(photo.key, descriptor);
    return descriptor;
  }

  dispose(): void {
    this.#chips.dispose();
    this.#embedder.dispose();
  }
}
