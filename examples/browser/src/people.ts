import type { PersonFace, StoredPeople } from '@facegpu/pipeline/gallery';
import type { Engine } from './look.ts';
import { type Enrolment, isSameFace, type Person, type PicturedFace } from './person.ts';
import { Portraits } from './portraits.ts';

/** What tabs tell one another that they have changed something by. */
export type Tabs = Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;

export interface PeopleParts {
  /** The people of the gallery, who are there before the models are. */
  readonly stored: StoredPeople;
  /** What it takes to enrol somebody. */
  readonly engine: Promise<Pick<Engine, 'gallery'>>;
  readonly tabs: Tabs;
}

/** The people of the gallery as they are shown, and what is done to them: one thing after another. */
export class People {
  readonly portraits: Portraits;
  readonly #stored: StoredPeople;
  readonly #engine: PeopleParts['engine'];
  readonly #tabs: Tabs;
  #onChange = () => {};
  #list: readonly Person[] = [];
  #changes: Promise<unknown> = Promise.resolve();

  constructor({ stored, engine, tabs }: PeopleParts) {
    this.portraits = new Portraits((face) => stored.chip(face));
    this.#stored = stored;
    this.#engine = engine;
    this.#tabs = tabs;
  }

  /** Says whom to tell of every change from now on, those of other tabs too. */
  onChange(callback: () => void): void {
    this.#onChange = callback;
    this.#tabs.addEventListener('message', () => void this.load().catch(() => {}));
  }

  /** By name. */
  get list(): readonly Person[] {
    return this.#list;
  }

  async load(): Promise<void> {
    const [people, faces] = await Promise.all([this.#stored.list(), this.#stored.faces()]);
    const samples = new Map<number, PersonFace[]>(people.map(({ id }) => [id, []]));
    for (const face of faces) samples.get(face.person)?.push(face);
    this.#list = people
      .map(({ id, name, tags, data }) => ({ id, name, tags, data, samples: samples.get(id) ?? [] }))
      .sort((a, b) => a.name.localeCompare(b.name));
    this.#onChange();
  }

  /** Gives a face a name. One that had another name before loses that. */
  async enrol(name: string, face: PicturedFace): Promise<void> {
    const { gallery } = await this.#engine;
    await this.#change(async () => {
      const named = this.#list.filter(({ samples }) =>
        samples.some((own) => isSameFace(own, face)),
      );
      if (!named.some((person) => person.name === name)) {
        await gallery.enroll(name, face, { chips: true });
      }
      for (const person of named) {
        if (person.name === name) continue;
        await this.#forget(
          person,
          person.samples.filter((own) => isSameFace(own, face)),
        );
      }
    });
  }

  /** Renames a person; where the new name is another person's, the two become one. */
  rename({ id }: Person, name: string): Promise<void> {
    return this.#change(async () => void (await this.#stored.rename(id, name)));
  }

  /** Removes a person. @returns what is to be enrolled to have the person back */
  async remove(person: Person): Promise<Enrolment> {
    const removed = await this.enrolmentOf(person, person.samples);
    await this.#change(async () => void (await this.#stored.remove(person.id)));
    return removed;
  }

  /** Forgets one picture of a person, as {@link remove} does; one without any is gone. */
  async removeSample(person: Person, sample: PersonFace): Promise<Enrolment> {
    const removed = await this.enrolmentOf(person, [sample]);
    await this.#change(() => this.#forget(person, [sample]));
    return removed;
  }

  /** Adds people to those who are there, each face once. */
  async merge(added: readonly Enrolment[]): Promise<void> {
    const { gallery } = await this.#engine;
    await this.#change(async () => {
      const known = new Map<string, PicturedFace[]>();
      for (const { name, samples } of this.#list) known.set(name, [...samples]);
      const fresh = added.map(({ faces, ...person }) => {
        const own = known.get(person.name) ?? [];
        known.set(person.name, own);
        const others = faces.filter((face) => {
          const isNew = !own.some((other) => isSameFace(other, face));
          if (isNew) own.push(face);
          return isNew;
        });
        return { ...person, faces: others };
      });
      await gallery.enrollMany(
        fresh.filter(({ faces }) => faces.length > 0),
        { chips: true },
      );
    });
  }

  /** Some faces of a person, as they are enrolled. */
  async enrolmentOf(
    { name, tags, data }: Person,
    samples: readonly PersonFace[],
  ): Promise<Enrolment> {
    const faces = await Promise.all(
      samples.map(async ({ id, model, values }) => {
        return { model, values, chip: await this.#stored.chip(id) };
      }),
    );
    return { name, tags, data, faces };
  }

  async #forget({ id, samples }: Person, faces: readonly PersonFace[]): Promise<void> {
    if (faces.length < samples.length) await this.#stored.removeFaces(faces.map(({ id }) => id));
    else await this.#stored.remove(id);
  }

  /** Changes people when the changes before it are through; then all tabs show what has become of them. */
  #change(work: () => Promise<void>): Promise<void> {
    const change = this.#changes.then(async () => {
      try {
        await work();
      } finally {
        await this.load();
        this.#tabs.postMessage('changed');
      }
    });
    this.#changes = change.catch(() => {});
    return change;
  }
}
