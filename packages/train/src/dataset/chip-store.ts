import { createHash } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChipImage } from '@facegpu/pipeline';
import { loadSharp, replaceFile, writing } from '@facegpu/pipeline/command-line';
import { type ChipSpec, requireChipSpec } from './chip-spec.ts';

/**
 * Chips as PNG files in a folder, under the keys of their photos. A chip is whole or not there, whenever a
 * process is killed, and several processes may fill one folder.
 */
export class ChipStore {
  readonly spec: ChipSpec;
  readonly #folder: string;

  private constructor(spec: ChipSpec, folder: string) {
    this.spec = spec;
    this.#folder = folder;
  }

  /**
   * @param cache a folder, which chips of other sizes and templates may share
   * @throws FaceGpuError `bad-argument`, `file-unwritable`
   */
  static async open(cache: string, spec: ChipSpec): Promise<ChipStore> {
    requireChipSpec(spec);
    const name = createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 12);
    const folder = path.join(cache, `chips-${spec.size}-${name}`);
    await writing(folder, async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'spec.json'), `${JSON.stringify(spec, null, 1)}\n`);
    });
    return new ChipStore(spec, folder);
  }

  async has(key: string): Promise<boolean> {
    return access(this.#fileOf(key)).then(
      () => true,
      () => false,
    );
  }

  /** @throws FaceGpuError `file-unwritable` */
  async write(key: string, { width, height, data }: ChipImage): Promise<void> {
    const file = this.#fileOf(key);
    const sharp = await loadSharp();
    const png = await sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .png()
      .toBuffer();
    await writing(file, () => mkdir(path.dirname(file), { recursive: true }));
    await replaceFile(file, png);
  }

  /** The chip of a photo, which must be there. */
  async read(key: string): Promise<ChipImage> {
    const sharp = await loadSharp();
    const { data, info } = await sharp(await readFile(this.#fileOf(key)))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    return { width, height, data: Uint8ClampedArray.from(data) };
  }

  #fileOf(key: string): string {
    return path.join(this.#folder, key.slice(0, 2), `${key}.png`);
  }
}
