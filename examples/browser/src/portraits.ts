import type { ChipImage } from '@facegpu/pipeline';
import { chipUrl } from './chip.ts';

/** The pictures of the gallery's faces, small enough to keep: each is made once. */
export class Portraits {
  readonly #chipOf: (face: number) => Promise<ChipImage | undefined>;
  readonly #urls = new Map<number, Promise<string | undefined>>();

  /** @param chipOf the aligned picture of a face, by its id */
  constructor(chipOf: (face: number) => Promise<ChipImage | undefined>) {
    this.#chipOf = chipOf;
  }

  /** The picture of a face as a data URL, where there is one. */
  of(face: number): Promise<string | undefined> {
    const known = this.#urls.get(face);
    if (known !== undefined) return known;
    const url = this.#chipOf(face).then((chip) => chip && chipUrl(chip));
    this.#urls.set(face, url);
    // What couldn't be read may be the next time.
    url.catch(() => this.#urls.delete(face));
    return url;
  }

  /** Shows the picture of a face as soon as it is there. */
  show(face: number, image: HTMLImageElement): HTMLImageElement {
    this.of(face).then(
      (url) => {
        if (url) image.src = url;
      },
      () => {},
    );
    return image;
  }
}
