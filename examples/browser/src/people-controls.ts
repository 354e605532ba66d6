import { byId, count } from './dom.ts';
import { download } from './download.ts';
import { decodeGallery, encodeGallery } from './gallery-file.ts';
import type { Notices } from './notices.ts';
import type { People } from './people.ts';
import type { Person, Sample } from './person.ts';
import { nextTask } from './slices.ts';

/** What can be done with people besides naming faces: rename, remove, export and import. */
export class PeopleControls {
  readonly #people: People;
  readonly #notices: Notices;

  constructor(people: People, notices: Notices) {
    this.#people = people;
    this.#notices = notices;
    byId('export', HTMLButtonElement).addEventListener('click', () => {
      const text = encodeGallery(people.list);
      download('facegpu-people.json', new Blob([text], { type: 'application/json' }));
      notices.done('The people are exported to facegpu-people.json.');
    });
    const input = byId('import-input', HTMLInputElement);
    byId('import', HTMLButtonElement).addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) this.#try(this.import(file));
      input.value = '';
    });
  }

  rename(from: string, to: string): void {
    this.#try(this.#people.rename(from, to));
  }

  remove(person: Person): void {
    this.#try(this.#people.remove(person.name));
    this.#notices.offer(`${person.name} was removed.`, 'Undo', () =>
      this.#try(this.#people.merge([person])),
    );
  }

  removeSample({ name }: Person, sample: Sample): void {
    this.#try(this.#people.removeSample(name, sample));
    this.#notices.offer(`A picture of ${name} was removed.`, 'Undo', () =>
      this.#try(this.#people.merge([{ name, samples: [sample] }])),
    );
  }

  /** Adds the people of a file that was exported before. */
  async import(file: Blob): Promise<void> {
    const people = await decodeGallery(await file.text());
    await nextTask();
    await this.#people.merge(people);
    const pictures = people.reduce((sum, { samples }) => sum + samples.length, 0);
    const read = `${count(people.length, 'person', 'people')} with ${count(pictures, 'picture')}`;
    this.#notices.done(`Imported ${read}.`);
  }

  #try(task: Promise<void>): void {
    task.catch((error) => this.#notices.error(error));
  }
}
