import { count, make } from './dom.ts';
import type { Photo } from './photo.ts';

const thumbnailHeight = 128;

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
      const button = make('button', { type: 'button', tabIndex: -1 });
      button.addEventListener('click', () => this.#onPick(photo));
      this.#buttons.set(photo, button);
      this.#list.append(button);
      this.update(photo);
    }
    this.#list.hidden = false;
    void drawThumbnails(photos.map((photo) => [photo, this.#buttons.get(photo)]));
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

/** One after the other: a folder of large photos decoded at once would take all memory. */
async function drawThumbnails(
  photos: readonly (readonly [Photo, HTMLButtonElement | undefined])[],
): Promise<void> {
  for (const [{ file }, button] of photos) {
    const options = { resizeHeight: thumbnailHeight, resizeQuality: 'medium' } as const;
    const bitmap = await createImageBitmap(file, options).catch(() => undefined);
    if (!bitmap) continue;
    const canvas = make('canvas', { width: bitmap.width, height: bitmap.height });
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    button?.prepend(canvas);
  }
}
