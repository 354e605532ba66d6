import type { PersonFace } from '@facegpu/pipeline/gallery';
import { byId, count } from './dom.ts';
import { download } from './download.ts';
import type { FileFace, FilePerson } from './gallery-file.ts';
import type { Engine } from './look.ts';
import type { Notices } from './notices.ts';
import { PageError } from './page-error.ts';
import type { People } from './people.ts';
import type { PeopleActions } from './people-panel.ts';
import type { Enrolment, Person } from './person.ts';
import { nextTask, Slices } from './slices.ts';

/** What can be done with people besides naming faces: rename, remove, export and import. */
export class PeopleControls implements PeopleActions {
  readonly #people: People;
  readonly #engine: Promise<Engine>;
  readonly #notices: Notices;

  constructor(people: People, engine: Promise<Engine>, notices: Notices) {
    this.#people = people;
    this.#engine = engine;
    this.#notices = notices;
    byId('export', HTMLButtonElement).addEventListener('click', () => this.#try(this.#export()));
    const input = byId('import-input', HTMLInputElement);
    byId('import', HTMLButtonElement).addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) this.#try(this.#import(file));
      input.value = '';
    });
  }

  rename(person: Person, name: string): void {
    this.#try(this.#people.rename(person, name));
  }

  remove(person: Person): void {
    this.#remove(`${person.name} was removed.`, this.#people.remove(person));
  }

  removeSample(person: Person, sample: PersonFace): void {
    const removing = this.#people.removeSample(person, sample);
    this.#remove(`A picture of ${person.name} was removed.`, removing);
  }

  /** Adds people from elsewhere, as far as they can be compared here. */
  async take(people: readonly FilePerson[]): Promise<void> {
    const { pipeline } = await this.#engine;
    const { toArrivals } = await import('./arrivals.ts');
    const { people: arrived, lost } = await toArrivals(people, pipeline);
    await this.#people.merge(arrived);
    if (lost > 0) this.#notices.error(leftOut(lost));
  }

  async #import(file: Blob): Promise<void> {
    const { decodeGallery } = await import('./gallery-file.ts');
    const people = await decodeGallery(await file.text());
    await nextTask();
    await this.take(people);
    const pictures = people.reduce((sum, { faces }) => sum + faces.length, 0);
    const read = `${count(people.length, 'person', 'people')} with ${count(pictures, 'picture')}`;
    this.#notices.done(`Imported ${read}.`);
  }

  async #export(): Promise<void> {
    const { encodeGallery } = await import('./gallery-file.ts');
    const { list, portraits } = this.#people;
    const slices = new Slices();
    const people: FilePerson[] = [];
    for (const { name, samples } of list) {
      const faces: FileFace[] = [];
      for (const { id, model, values } of samples) {
        const portrait = await portraits.of(id);
        faces.push({ model, values, ...(portrait !== undefined && { portrait }) });
        await slices.pause();
      }
      people.push({ name, faces });
    }
    const text = encodeGallery(people);
    download('facegpu-people.json', new Blob([text], { type: 'application/json' }));
    this.#notices.done('The people are exported to facegpu-people.json.');
  }

  /** Says what was removed, and brings it back where that was a mistake. */
  #remove(text: string, removing: Promise<Enrolment>): void {
    const offer = async () => {
      const removed = await removing;
      this.#notices.offer(text, 'Undo', () => this.#try(this.#people.merge([removed])));
    };
    this.#try(offer());
  }

  #try(task: Promise<void>): void {
    task.catch((error) => this.#notices.error(error));
  }
}

function leftOut(lost: number): PageError {
  return new PageError(
    `Left out: ${count(lost, 'picture')} of another model, which can’t be compared here.`,
    'Name these people in a photo.',
  );
}
