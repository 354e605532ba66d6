import { count, make } from './dom.ts';
import type { Photo } from './photo.ts';

/** The photos that were given, as thumbnails; one of them is on the stage. */
export class FilmStrip {
  readonly #list: HTMLElement;
  readonly #onPick: (photo: Photo) => void;
  readonly #buttons = new Map<Photo, HTMLButtonElement>();

  constructor(list: HTMLElement, onPick: (photo: Photo) => void) {
    this.#list = list;
    this.#onPick = onPick;
    list.addEventListener('keydown', (event) => this.#onKey(event));
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
    this.#list.hidden = false;
  }

  remove(photo: Photo): void {
    const button = this.#buttons.get(photo);
    URL.revokeObjectURL(button?.querySelector('img')?.src ?? '');
    button?.remove();
    this.#buttons.delete(photo);
    this.#list.hidden = this.#buttons.size === 0;
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

  /** Marks the photo that is on the stage; none while that shows something else. */
  select(photo: Photo | undefined): void {
    for (const [other, button] of this.#buttons) {
      const isCurrent = other === photo;
      button.ariaCurrent = String(isCurrent);
      // One of them is always within reach of the Tab key.
      if (photo) button.tabIndex = isCurrent ? 0 : -1;
      if (isCurrent) button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  #onKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const buttons = [...this.#buttons.values()];
    const next = step && buttons[buttons.indexOf(event.target as HTMLButtonElement) + step];
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
