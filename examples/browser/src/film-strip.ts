import { count, make } from './dom.ts';
import type { Photo } from './photo.ts';

/** The photos that were given, as thumbnails; one of them is on the stage. */
export class FilmStrip {
  readonly #list: HTMLElement;
  readonly #onPick: (photo: Photo) => void;
  readonly #buttons = new Map<Photo, HTMLButtonElement>();
  #isWanted: (photo: Photo) => boolean = () => true;
  #current: Photo | undefined;

  constructor(list: HTMLElement, onPick: (photo: Photo) => void) {
    this.#list = list;
    this.#onPick = onPick;
    list.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** The photos that it shows. */
  get shown(): Photo[] {
    return [...this.#buttons.keys()].filter((photo) => this.#isWanted(photo));
  }

  add(photos: readonly Photo[]): void {
    for (const photo of photos) {
      // The browser decodes what is in sight, beside the page's own work, as small as it is shown.
      const src = URL.createObjectURL(photo.file);
      const image = make('img', { src, alt: '', loading: 'lazy', decoding: 'async' });
      const button = make('button', { type: 'button', tabIndex: -1 }, image);
      button.addEventListener('click', () => this.#onPick(photo));
      this.#buttons.set(photo, button);
      this.#list.append(button);
      this.update(photo);
    }
    this.#arrange();
  }

  remove(photo: Photo): void {
    const button = this.#buttons.get(photo);
    URL.revokeObjectURL(button?.querySelector('img')?.src ?? '');
    button?.remove();
    this.#buttons.delete(photo);
    this.#arrange();
  }

  /** Shows what has become of a photo. */
  update(photo: Photo): void {
    const button = this.#buttons.get(photo);
    if (!button) return;
    button.dataset.status = photo.status;
    button.dataset.faces = photo.scene ? String(photo.scene.faces.length) : '';
    const state = photo.scene ? count(photo.scene.faces.length, 'face') : statusWords[photo.status];
    button.ariaLabel = `${photo.name}, ${state}`;
    button.title = button.ariaLabel;
  }

  /** Shows those photos alone that are wanted. */
  filter(isWanted: (photo: Photo) => boolean): void {
    this.#isWanted = isWanted;
    this.#arrange();
  }

  /** Marks the photo that is on the stage; none while that shows something else. */
  select(photo: Photo | undefined): void {
    for (const [other, button] of this.#buttons) button.ariaCurrent = String(other === photo);
    this.#current = photo ?? this.#current;
    this.#arrange();
    if (photo) this.#buttons.get(photo)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #arrange(): void {
    const shown = new Set(this.shown);
    // One of them is always within reach of the Tab key.
    const [first] = shown;
    const reachable = this.#current && shown.has(this.#current) ? this.#current : first;
    for (const [photo, button] of this.#buttons) {
      button.hidden = !shown.has(photo);
      button.tabIndex = photo === reachable ? 0 : -1;
    }
    this.#list.hidden = shown.size === 0;
  }

  #onKey(event: KeyboardEvent): void {
    const buttons = [...this.#buttons.values()].filter(({ hidden }) => !hidden);
    const now = buttons.indexOf(event.target as HTMLButtonElement);
    const { length } = buttons;
    const places = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: length - 1 };
    const next = now < 0 ? undefined : buttons[places[event.key as keyof typeof places]];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  }
}

const statusWords = {
  waiting: 'waiting',
  working: 'being looked at',
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
} as const;
