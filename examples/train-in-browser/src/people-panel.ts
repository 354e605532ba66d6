import { chipCanvas } from '../../browser/src/chip.ts';
import { byId, count, make } from '../../browser/src/dom.ts';
import { hasFace, type People, type Photo } from './people.ts';

/** The list of people with their faces, and of what is wrong with photos. */
export class PeoplePanel {
  readonly #list = byId('people', HTMLElement);
  readonly #problems = byId('problems', HTMLElement);
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  problem(text: string): void {
    this.#problems.append(make('li', { textContent: text }));
  }

  /** Shows everybody, with the faces that were found so far. */
  show(): void {
    const all = this.#people.byName();
    byId('people-count', HTMLElement).textContent = all.size > 0 ? `${all.size}` : '';
    byId('welcome', HTMLElement).hidden = all.size > 0;
    this.#list.replaceChildren(...[...all].map(([name, photos]) => entryOf(name, photos)));
  }

  /** How far looking has come. */
  showProgress(): void {
    const { photos } = this.#people;
    const done = photos.filter(({ found }) => found !== undefined).length;
    byId('looking', HTMLElement).hidden = done === photos.length;
    byId('looking-text', HTMLElement).textContent =
      `Looking for faces: ${done} of ${count(photos.length, 'photo')}`;
    const bar = byId('looking-bar', HTMLProgressElement);
    Object.assign(bar, { max: Math.max(1, photos.length), value: done });
  }
}

/** So many faces are shown of a person. */
const shown = 10;

function entryOf(name: string, photos: readonly Photo[]): HTMLElement {
  const faces = photos.filter(hasFace);
  const isDone = photos.every(({ found }) => found !== undefined);
  const isLeftOut = isDone && faces.length < 2;
  const few = faces.length === 1 ? 'left out: one photo is too few' : 'left out: no face';
  const chips = faces.slice(0, shown).flatMap(({ found }) => {
    return found && found !== 'unreadable' && found.chip ? [chipCanvas(found.chip)] : [];
  });
  const amount = isLeftOut ? few : count(faces.length, 'photo');
  return make(
    'li',
    { className: isLeftOut ? 'left-out' : '' },
    make('p', { className: 'name' }, make('b', { textContent: name }), ` ${amount}`),
    make('div', { className: 'chips' }, ...chips),
  );
}
