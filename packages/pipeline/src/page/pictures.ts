import type { ChipImage } from '../api/face.ts';
import { loadSharp } from '../platform/sharp.ts';

/** A picture of a page, by its number among all. */
export type PictureNumber = number;

/** Longer side of a reduced photo, and side of a chip, in pixels. */
const photoSide = 160;
const chipSide = 96;

/** Pictures of a page as data URLs, each once. */
export class Pictures {
  readonly urls: string[] = [];
  readonly #numbers = new Map<string, PictureNumber>();

  /** @param name tells it from other pictures */
  async addChip(name: string, read: () => Promise<ChipImage>): Promise<PictureNumber> {
    return this.#add(`chip ${name}`, async () => {
      const { width, height, data } = await read();
      const sharp = await loadSharp();
      return sharp(data, { raw: { width, height, channels: 4 } })
        .resize(chipSide)
        .webp({ quality: 78 })
        .toBuffer();
    });
  }

  /** @returns nothing where the file is no picture */
  async addPhoto(file: string): Promise<PictureNumber | undefined> {
    const sharp = await loadSharp();
    try {
      return await this.#add(`photo ${file}`, () =>
        sharp(file, { autoOrient: true })
          .resize(photoSide, photoSide, { fit: 'inside', withoutEnlargement: true })
          .webp({ quality: 70 })
          .toBuffer(),
      );
    } catch {
      return undefined;
    }
  }

  async #add(name: string, make: () => Promise<Uint8Array>): Promise<PictureNumber> {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const url = `data:image/webp;base64,${Buffer.from(await make()).toString('base64')}`;
    const number = this.urls.push(url) - 1;
    this.#numbers.set(name, number);
    return number;
  }
}
