import { byId, count } from './dom.ts';
import type { FilmStrip } from './film-strip.ts';
import { isPhotoOf } from './photo.ts';

/** Shows the photos of one person alone in the film strip, until all are wanted again. */
export class PersonFilter {
  readonly #film: FilmStrip;
  readonly #onChange: (name: string | undefined) => void;
  readonly #bar = byId('film-filter', HTMLElement);
  readonly #text = byId('film-filter-text', HTMLElement);
  #name: string | undefined;

  /** @param onChange hears whose photos are shown from now on */
  constructor(film: FilmStrip, onChange: (name: string | undefined) => void) {
    this.#film = film;
    this.#onChange = onChange;
    byId('film-all', HTMLButtonElement).addEventListener('click', () => this.set(undefined));
  }

  /** The person whose photos are shown. */
  get name(): string | undefined {
    return this.#name;
  }

  /** What is shown, in words. */
  get says(): string {
    if (this.#name === undefined) return 'All photos are shown.';
    const { length } = this.#film.shown;
    return length === 0
      ? `No photo shows ${this.#name} yet.`
      : `${count(length, 'photo')} of ${this.#name}`;
  }

  set(name: string | undefined): void {
    if (name === this.#name) return;
    this.#name = name;
    this.#onChange(name);
    // On a small screen the people are far below the photos.
    if (name !== undefined) this.#bar.scrollIntoView({ block: 'nearest' });
  }

  /** Looks anew at who is in which photo, by this threshold. */
  apply(threshold: number): void {
    const name = this.#name;
    this.#film.filter((photo) => name === undefined || isPhotoOf(photo, name, threshold));
    this.#bar.hidden = name === undefined;
    this.#text.textContent = this.says;
  }
}
