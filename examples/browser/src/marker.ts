import type { Box, Match } from '@facegpu/pipeline';
import type { Item, Size, Standing } from './arrange.ts';
import { chipCanvas } from './chip.ts';
import { showDistance } from './distance.ts';
import { make } from './dom.ts';
import type { SeenFace } from './photo.ts';
import { traitsOf } from './traits.ts';

/** How a label is cut down where there is little room: without the distance, and to a few letters. */
const labelSizes = ['full', 'short', 'tiny'] as const;
const border = 2;

/** A face on the stage: a button as large as its box, with its name, its traits and its chip. */
export class Marker {
  readonly #who = make('span', { className: 'who' });
  readonly #distance = make('small');
  readonly #traits = make('span', { className: 'traits' });
  readonly #label = make('span', { className: 'label' }, this.#who, this.#distance, this.#traits);
  #chip: HTMLCanvasElement | undefined;
  #chipSides: readonly number[] = [];
  readonly button = make('button', { type: 'button', className: 'face' }, this.#label);
  seen: SeenFace;
  #measured: { what: string; sizes: readonly Size[] } | undefined;

  constructor(seen: SeenFace, onClick: (event: MouseEvent) => void) {
    this.seen = seen;
    this.button.addEventListener('click', onClick);
    this.show(seen);
  }

  show(seen: SeenFace): void {
    this.seen = seen;
    const { chip } = seen.face;
    this.#chip?.remove();
    this.#chip = chip && chipCanvas(chip);
    if (this.#chip) this.button.prepend(this.#chip);
    this.#traits.textContent = traitsOf(seen.face);
  }

  get isNamed(): boolean {
    return this.button.classList.contains('named');
  }

  /** @param what which of the faces it is, for those who don't see it */
  name(match: Match | undefined, threshold: number, what: string): void {
    const distance = match ? showDistance(match.distance, threshold) : '';
    this.button.classList.toggle('named', match !== undefined);
    this.#who.textContent = match?.name ?? 'Name?';
    this.#distance.textContent = distance;
    const who = match ? `${match.name}, distance ${distance}` : 'unknown';
    const known = [who, this.#traits.textContent].filter(Boolean).join(', ');
    this.button.ariaLabel = `${what}: ${known}. Give a name.`;
  }

  /** What the name takes beside the box. */
  labelItem(box: Box): Item {
    return { box, sizes: this.#measure(), places: ['below', 'above', 'right', 'left', 'inside'] };
  }

  /** What the chip takes; on a small stage it is smaller. */
  chipItem(box: Box, room: number): Item {
    const isShown = this.#chip && this.#chip.offsetParent !== null;
    this.#chipSides = room < 480 ? [48, 36, 28] : [64, 48, 36];
    const sizes = (isShown ? this.#chipSides : [0]).map(
      (side): Size => ({ width: side, height: side }),
    );
    return { box, sizes, places: ['above', 'below', 'right', 'left', 'lower', 'higher'] };
  }

  place(box: Box, { label, chip }: { label: Standing; chip: Standing }): void {
    const { button } = this;
    Object.assign(button.style, {
      left: `${box.x}px`,
      top: `${box.y}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
    const offset = ({ x, y }: Standing) => `${x - box.x - border}px ${y - box.y - border}px`;
    this.#label.dataset.size = labelSizes[label.size];
    this.#label.style.translate = offset(label);
    if (this.#chip) {
      this.#chip.style.translate = offset(chip);
      this.#chip.style.setProperty('--side', `${this.#chipSides[chip.size]}px`);
    }
  }

  remove(): void {
    this.button.remove();
  }

  /** How large the label is in each of its sizes; measured again when the words have changed. */
  #measure(): readonly Size[] {
    const showsTraits = this.button.closest('.with-traits') !== null;
    const what = [this.#label.textContent, this.isNamed, showsTraits].join();
    if (this.#measured?.what !== what) {
      const sizes = labelSizes.map((size): Size => {
        this.#label.dataset.size = size;
        return { width: this.#label.offsetWidth, height: this.#label.offsetHeight };
      });
      this.#measured = { what, sizes };
    }
    return this.#measured.sizes;
  }
}
