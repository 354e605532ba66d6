import { type Face, type FacePipeline, Gallery, type Match } from '@facegpu/pipeline';
import { type Person, samplesOf } from './person.ts';
import type { SeenFace } from './photo.ts';

/** How many people are suggested for a face. */
const nearest = 3;

/** Says whom faces show. */
export class Recogniser {
  readonly #pipeline: FacePipeline;
  #gallery: Gallery;
  #turn = 0;
  #learning: Promise<void> = Promise.resolve();

  constructor(pipeline: FacePipeline) {
    this.#pipeline = pipeline;
    this.#gallery = new Gallery(pipeline);
  }

  /** Whom faces show, by what is known of people when all have been compared. */
  async recognise(faces: readonly Face[]): Promise<SeenFace[]> {
    const turn = this.#turn;
    await this.#learning;
    const seen: SeenFace[] = [];
    for (const face of faces) seen.push({ face, matches: await this.#identify(face) });
    return turn === this.#turn ? seen : this.recognise(faces);
  }

  /**
   * Learns who is who, then looks at faces again, unless the next call comes first. Samples of other
   * models are left out.
   *
   * @param onSeen is called after each face
   */
  async learn(
    people: readonly Person[],
    faces: readonly SeenFace[],
    onSeen: () => void,
  ): Promise<void> {
    const turn = ++this.#turn;
    this.#learning = this.#learning.catch(() => {}).then(() => this.#replaceGallery(people));
    await this.#learning;
    for (const seen of faces) {
      if (turn !== this.#turn) return;
      seen.matches = await this.#identify(seen.face);
      onSeen();
    }
  }

  /** The people that a face is nearest to, the nearest first. */
  #identify(face: Face): Promise<Match[]> {
    return this.#gallery.identify(face, { k: nearest });
  }

  async #replaceGallery(people: readonly Person[]): Promise<void> {
    const gallery = new Gallery(this.#pipeline);
    for (const person of people) {
      const samples = samplesOf(person, this.#pipeline.info.model);
      if (samples.length > 0) await gallery.enroll(person.name, samples);
    }
    const before = this.#gallery;
    this.#gallery = gallery;
    await before.dispose();
  }
}
