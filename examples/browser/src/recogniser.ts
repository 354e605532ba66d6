import type { Face } from '@facegpu/pipeline';
import type { StoredGallery } from '@facegpu/pipeline/gallery';
import type { SeenFace } from './photo.ts';

/** How many people are suggested for a face. */
const nearest = 3;
/** Faces that are looked at again before the page hears of them. */
const facesAtOnce = 32;

/** Says whom faces show. */
export class Recogniser {
  readonly #gallery: Pick<StoredGallery, 'identifyMany' | 'threshold'>;
  #turn = 0;

  constructor(gallery: Pick<StoredGallery, 'identifyMany' | 'threshold'>) {
    this.#gallery = gallery;
  }

  /** The distance below which a face is taken for a person's, as many as are known. */
  threshold(): Promise<number> {
    return this.#gallery.threshold();
  }

  /** Whom faces show, by what is known of people when all have been compared. */
  async recognise(faces: readonly Face[]): Promise<SeenFace[]> {
    const turn = this.#turn;
    const matches = await this.#gallery.identifyMany(faces, { k: nearest });
    if (turn !== this.#turn) return this.recognise(faces);
    return faces.map((face, i) => ({ face, matches: matches[i] }));
  }

  /**
   * Looks at faces again, as the people have changed, unless the next call comes first.
   *
   * @param onSeen is called after some faces each
   */
  async lookAgain(faces: readonly SeenFace[], onSeen: () => void): Promise<void> {
    const turn = ++this.#turn;
    for (let begin = 0; begin < faces.length; begin += facesAtOnce) {
      const some = faces.slice(begin, begin + facesAtOnce);
      const descriptors = some.map(({ face }) => face);
      const matches = await this.#gallery.identifyMany(descriptors, { k: nearest });
      if (turn !== this.#turn) return;
      some.forEach((seen, i) => {
        seen.matches = matches[i];
      });
      onSeen();
    }
  }
}
