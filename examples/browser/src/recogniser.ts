import { type Face, type FacePipeline, Gallery } from '@facegpu/pipeline';
import { type Person, type Sample, samplesOf } from './person.ts';
import type { SeenFace } from './photo.ts';

/** How many people are suggested for a face. */
const nearest = 3;
/** Faces that are looked at again before the page hears of them. */
const facesAtOnce = 32;

/** A sample that the gallery has. */
interface Known {
  /** Whose it is there. */
  name: string;
  /** What the gallery calls it. */
  readonly id: number;
}

/** Says whom faces show. */
export class Recogniser {
  readonly #pipeline: FacePipeline;
  readonly #gallery: Gallery;
  readonly #known = new Map<Sample, Known>();
  #turn = 0;
  #learning: Promise<void> = Promise.resolve();

  constructor(pipeline: FacePipeline) {
    this.#pipeline = pipeline;
    this.#gallery = new Gallery(pipeline);
  }

  /** The distance below which a face is taken for a person's, as many as are known. */
  get threshold(): number {
    return this.#gallery.threshold();
  }

  /** Whom faces show, by what is known of people when all have been compared. */
  async recognise(faces: readonly Face[]): Promise<SeenFace[]> {
    const turn = this.#turn;
    await this.#learning;
    const matches = await this.#gallery.identifyMany(faces, { k: nearest });
    if (turn !== this.#turn) return this.recognise(faces);
    return faces.map((face, i) => ({ face, matches: matches[i] }));
  }

  /**
   * Learns who is who, then looks at faces again, unless the next call comes first. Samples of other
   * models are left out.
   *
   * @param onSeen is called after some faces each
   */
  async learn(
    people: readonly Person[],
    faces: readonly SeenFace[],
    onSeen: () => void,
  ): Promise<void> {
    const turn = ++this.#turn;
    this.#learning = this.#learning.catch(() => {}).then(() => this.#update(people));
    await this.#learning;
    for (let begin = 0; begin < faces.length; begin += facesAtOnce) {
      if (turn !== this.#turn) return;
      const some = faces.slice(begin, begin + facesAtOnce);
      const descriptors = some.map(({ face }) => face);
      const matches = await this.#gallery.identifyMany(descriptors, { k: nearest });
      some.forEach((seen, i) => {
        seen.matches = matches[i];
      });
      onSeen();
    }
  }

  /** Brings the gallery up to date: only what has changed is given to it, or taken from it. */
  async #update(people: readonly Person[]): Promise<void> {
    const wanted = new Map<Sample, string>();
    for (const person of people) {
      for (const sample of samplesOf(person, this.#pipeline.info.model)) {
        wanted.set(sample, person.name);
      }
    }
    await this.#rename(wanted);
    const gone = [...this.#known].filter(([sample, { name }]) => wanted.get(sample) !== name);
    await this.#gallery.removeDescriptors(gone.map(([, { id }]) => id));
    for (const [sample] of gone) this.#known.delete(sample);
    const added = [...wanted].filter(([sample]) => !this.#known.has(sample));
    const ids = await this.#gallery.enrollMany(
      added.map(([sample, name]) => ({ name, faces: sample })),
    );
    added.forEach(([sample, name], i) => {
      this.#known.set(sample, { name, id: ids[i][0] });
    });
  }

  /** Renames those whose samples all bear one other name now. */
  async #rename(wanted: ReadonlyMap<Sample, string>): Promise<void> {
    const names = new Map<string, Set<string | undefined>>();
    for (const [sample, { name }] of this.#known) {
      names.set(name, (names.get(name) ?? new Set()).add(wanted.get(sample)));
    }
    for (const [from, [to, ...others]] of names) {
      if (to === undefined || to === from || others.length > 0) continue;
      await this.#gallery.rename(from, to);
      for (const known of this.#known.values()) if (known.name === from) known.name = to;
    }
  }
}
