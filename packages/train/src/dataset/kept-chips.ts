import type { ChipImage, FacePipeline, Point } from '@facegpu/pipeline';
import type { Photo } from '@facegpu/pipeline/photos';
import { ChipCutter } from './chip-cutter.ts';
import type { ChipSpec } from './chip-spec.ts';
import { ChipStore } from './chip-store.ts';

/** A photo whose face was found. */
export interface PhotoWithFace {
  /** Names the file's bytes and how faces were looked for. */
  readonly key: string;
  readonly landmarks: readonly Point[];
  /** Its pixels, for who needs them. */
  decode(): Promise<Photo>;
}

/** Chips in a folder, each cut when it is first wanted. */
export class KeptChips {
  readonly #store: ChipStore;
  readonly #cutter: ChipCutter;

  private constructor(store: ChipStore, cutter: ChipCutter) {
    this.#store = store;
    this.#cutter = cutter;
  }

  /**
   * @param pipeline found the landmarks
   * @throws FaceGpuError as `ChipStore.open` and `ChipCutter.create` do
   */
  static async open(pipeline: FacePipeline, cache: string, spec: ChipSpec): Promise<KeptChips> {
    const store = await ChipStore.open(cache, spec);
    const { device, info } = pipeline;
    return new KeptChips(store, await ChipCutter.create(device, spec, info.landmarkOrder));
  }

  /**
   * Cuts a photo's chip, unless it is there.
   *
   * @throws FaceGpuError `bad-image`, `file-unwritable`, and as `ChipCutter.cut` does
   */
  async keep({ key, landmarks, decode }: PhotoWithFace): Promise<void> {
    if (await this.#store.has(key)) return;
    await this.#store.write(key, await this.#cutter.cut(await decode(), landmarks));
  }

  /** The chip of a photo, which was kept. */
  read(key: string): Promise<ChipImage> {
    return this.#store.read(key);
  }

  /** Frees what cuts; chips can still be read. */
  dispose(): void {
    this.#cutter.dispose();
  }
}
