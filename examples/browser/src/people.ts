import { PageError } from './page-error.ts';
import { isSameSample, type Person, type Sample } from './person.ts';
import { nextTask } from './slices.ts';
import type { Store } from './store.ts';

/** What a change did to some of the people; `undefined` is for those who are gone. */
type Change = ReadonlyMap<string, Person | undefined>;

/** The people who have been enrolled, in memory and in the store. */
export class People {
  readonly #store: Store | undefined;
  #onChange = () => {};
  readonly #people = new Map<string, Person>();

  /** @param store where they are kept; without one they last as long as the page */
  constructor(store: Store | undefined) {
    this.#store = store;
    store?.onOtherTab(() => void this.load());
  }

  /** Says whom to tell of every change from now on. */
  onChange(callback: () => void): void {
    this.#onChange = callback;
  }

  /** By name. */
  get list(): Person[] {
    return [...this.#people.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  async load(): Promise<void> {
    const people = (await this.#store?.load()) ?? [];
    this.#people.clear();
    for (const person of people) this.#people.set(person.name, person);
    this.#onChange();
  }

  /** Gives a face a name. One that had another name before loses that. */
  enrol(name: string, sample: Sample): Promise<void> {
    const change = new Map<string, Person | undefined>();
    for (const person of this.#people.values()) {
      const kept = person.samples.filter((other) => !isSameSample(other, sample));
      if (kept.length < person.samples.length) change.set(person.name, withSamples(person, kept));
    }
    const own = change.has(name) ? change.get(name) : this.#people.get(name);
    change.set(name, { name, samples: [...(own?.samples ?? []), sample] });
    return this.#apply(change);
  }

  /** Renames a person; where the new name is another person's, the two become one. */
  rename(from: string, to: string): Promise<void> {
    const person = this.#people.get(from);
    if (!person || from === to) return Promise.resolve();
    const merged = mergeSamples(this.#people.get(to), { ...person, name: to });
    return this.#apply(
      new Map<string, Person | undefined>([
        [from, undefined],
        [to, merged],
      ]),
    );
  }

  remove(name: string): Promise<void> {
    return this.#apply(new Map([[name, undefined]]));
  }

  /** Forgets one picture of a person; one without any is gone. */
  removeSample(name: string, sample: Sample): Promise<void> {
    const person = this.#people.get(name);
    const kept = person?.samples.filter((other) => !isSameSample(other, sample)) ?? [];
    return this.#apply(new Map([[name, person && withSamples(person, kept)]]));
  }

  /** Adds people to those who are there, each face once. */
  merge(people: readonly Person[]): Promise<void> {
    const change = new Map<string, Person>();
    for (const person of people) {
      const known = change.get(person.name) ?? this.#people.get(person.name);
      change.set(person.name, mergeSamples(known, person));
    }
    return this.#apply(change);
  }

  async #apply(change: Change): Promise<void> {
    for (const [name, person] of change) {
      if (person) this.#people.set(name, person);
      else this.#people.delete(name);
    }
    this.#onChange();
    const put = [...change.values()].filter((person) => person !== undefined);
    const remove = [...change].filter(([, person]) => !person).map(([name]) => name);
    try {
      await nextTask();
      await this.#store?.save({ put, remove });
    } catch (cause) {
      throw new PageError(
        'The browser could not keep this change: it lasts until you close the page.',
        'Make room in the browser’s storage, or export your people to a file.',
        { cause },
      );
    }
  }
}

/** The person with these samples; nobody where there are none. */
function withSamples({ name }: Person, samples: readonly Sample[]): Person | undefined {
  return samples.length > 0 ? { name, samples } : undefined;
}

function mergeSamples(known: Person | undefined, added: Person): Person {
  const samples = [...(known?.samples ?? [])];
  for (const sample of added.samples) {
    if (!samples.some((other) => isSameSample(other, sample))) samples.push(sample);
  }
  return { name: added.name, samples };
}
