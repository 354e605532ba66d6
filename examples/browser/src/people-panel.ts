import type { PersonFace } from '@facegpu/pipeline/gallery';
import { byId, count, make } from './dom.ts';
import type { Person } from './person.ts';
import type { Portraits } from './portraits.ts';
import { Slices } from './slices.ts';

export interface PeopleActions {
  rename(person: Person, name: string): void;
  remove(person: Person): void;
  removeSample(person: Person, sample: PersonFace): void;
}

/** Portraits of a person that are shown side by side. */
const mostPortraits = 3;

/** The people who have been enrolled, each with portraits. */
export class PeoplePanel {
  readonly #list = byId('people-list', HTMLUListElement);
  readonly #empty = byId('people-empty', HTMLElement);
  readonly #count = byId('people-count', HTMLElement);
  readonly #export = byId('export', HTMLButtonElement);
  readonly #actions: PeopleActions;
  readonly #portraits: Portraits;
  readonly #onSelect: (name: string | undefined) => void;
  #selected: string | undefined;
  #turn = 0;

  /** @param onSelect hears whose photos are wanted; nobody's in particular where that is undone */
  constructor(
    actions: PeopleActions,
    portraits: Portraits,
    onSelect: (name: string | undefined) => void,
  ) {
    this.#actions = actions;
    this.#portraits = portraits;
    this.#onSelect = onSelect;
  }

  /** Marks the person whose photos are shown. */
  select(name: string | undefined): void {
    this.#selected = name;
    for (const button of this.#list.querySelectorAll<HTMLButtonElement>('.portraits')) {
      button.ariaPressed = String(button.dataset.name === name);
    }
  }

  show(people: readonly Person[]): void {
    this.#empty.hidden = people.length > 0;
    this.#export.disabled = people.length === 0;
    this.#count.textContent = people.length > 0 ? String(people.length) : '';
    void this.#fill(people);
  }

  /** A few rows are there at once; many come bit by bit. */
  async #fill(people: readonly Person[]): Promise<void> {
    const turn = ++this.#turn;
    const slices = new Slices();
    this.#list.replaceChildren();
    for (const person of people) {
      this.#list.append(this.#row(person));
      if (!slices.isOver) continue;
      await slices.pause();
      if (turn !== this.#turn) return;
    }
  }

  #row(person: Person): HTMLLIElement {
    const { name, samples } = person;
    const stack = make('button', {
      type: 'button',
      className: 'portraits',
      ariaLabel: `Photos of ${name}`,
      ariaPressed: String(name === this.#selected),
      title: `Show the photos of ${name} alone`,
    });
    stack.dataset.name = name;
    stack.addEventListener('click', () => {
      this.#onSelect(name === this.#selected ? undefined : name);
    });
    const portraits = samples
      .slice(-mostPortraits)
      .map(({ id }) => this.#portraits.show(id, make('img', { alt: '', width: 44, height: 44 })));
    const field = make('input', { value: name, ariaLabel: `Name of ${name}`, spellcheck: false });
    field.addEventListener('change', () => {
      const wanted = field.value.trim();
      if (wanted) this.#actions.rename(person, wanted);
      else field.value = name;
    });
    field.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') field.value = name;
      if (key === 'Escape' || key === 'Enter') field.blur();
    });
    const remove = make('button', {
      type: 'button',
      className: 'quiet',
      textContent: '×',
      ariaLabel: `Remove ${name}`,
      title: `Remove ${name}`,
    });
    remove.addEventListener('click', () => this.#actions.remove(person));
    const about = make('div', { className: 'about' }, field);
    stack.append(...portraits);
    const row = make('li', {}, stack, about, remove);
    const pictures = make('button', {
      type: 'button',
      className: 'link',
      textContent: count(samples.length, 'picture'),
      ariaExpanded: 'false',
      title: `Pictures that ${name} is known by`,
    });
    pictures.addEventListener('click', () => {
      const opened = row.querySelector('.pictures');
      pictures.ariaExpanded = String(!opened);
      if (opened) opened.remove();
      else row.append(this.#pictures(person));
    });
    about.append(make('p', {}, pictures));
    return row;
  }

  /** All pictures of a person, each of which can be removed. */
  #pictures(person: Person): HTMLElement {
    const buttons = person.samples.map((sample, i) => {
      const label = `Remove picture ${i + 1} of ${person.name}`;
      const image = make('img', { alt: '', width: 56, height: 56 });
      this.#portraits.show(sample.id, image);
      const button = make('button', { type: 'button', ariaLabel: label, title: label }, image);
      button.addEventListener('click', () => this.#actions.removeSample(person, sample));
      return button;
    });
    return make('div', { className: 'pictures' }, ...buttons);
  }
}
