import type { Box, Match } from '@facegpu/pipeline';
import type { Item, Size, Standing } from './arrange.ts';
import { chipCanvas } from './chip.ts';
import { showDistance } from './distance.ts';
import { make } from './dom.ts';
import type { SeenFace } from './photo.ts';

const svg = 'http://www.w3.org/2000/svg';
/** How a label is cut down where there is little room: without the distance, and to a few letters. */
const labelSizes = ['full', 'short', 'tiny'] as const;
/** Room at the sides of a label's letters, together. */
const padding = 16;
const border = 2;

/** A face on the stage: a button as large as its box, with its name, its chip and its points. */
export class Marker {
  readonly #who = make('span', { className: 'who' });
  readonly #distance = make('small');
  readonly #label = make('span', { className: 'label' }, this.#who, this.#distance);
  #chip: HTMLCanvasElement | undefined;
  #chipSides: readonly number[] = [];
  readonly button = make('button', { type: 'button', className: 'face' }, this.#label);
  /** Drawn in pixels of the picture. */
  readonly points = document.createElementNS(svg, 'path');
  seen: SeenFace;
  #measured: { text: string; who: number; distance: number; height: number } | undefined;

  constructor(seen: SeenFace, onClick: (event: MouseEvent) => void) {
    this.seen = seen;
    this.button.addEventListener('click', onClick);
    this.show(seen);
  }

  show(seen: SeenFace): void {
    this.seen = seen;
    const { chip, landmarks } = seen.face;
    this.#chip?.remove();
    this.#chip = chip && chipCanvas(chip);
    if (this.#chip) this.button.prepend(this.#chip);
    this.points.setAttribute('d', landmarks.map(([x, y]) => `M${x} ${y}h0`).join(''));
  }

  /** @param what which of the faces it is, for those who don't see it */
  name(match: Match | undefined, threshold: number, what: string): void {
    const distance = match ? showDistance(match.distance, threshold) : '';
    this.button.classList.toggle('named', match !== undefined);
    this.#who.textContent = match?.name ?? 'Name?';
    this.#distance.textContent = distance;
    const who = match ? `${match.name}, distance ${distance}` : 'unknown';
    this.button.ariaLabel = `${what}: ${who}. Give a name.`;
  }

  /** What the name takes beside the box. */
  labelItem(box: Box): Item {
    const { who, distance, height } = this.#measure();
    const few = Math.min(who, this.button.classList.contains('named') ? 36 : 12);
    const widths = [who + distance, who, few];
    const sizes = widths.map((width): Size => ({ width: width + padding, height }));
    return { box, sizes, places: ['below', 'above', 'right', 'left', 'inside'] };
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
    // As large as leaves 68 of them apart.
    this.points.style.strokeWidth = `${Math.min(3, Math.max(0.8, box.width / 42))}px`;
  }

  remove(): void {
    this.button.remove();
    this.points.remove();
  }

  /** How large the words are; measured again when they have changed. */
  #measure(): { who: number; distance: number; height: number } {
    const text = this.#label.textContent ?? '';
    if (this.#measured?.text !== text) {
      this.#label.dataset.size = 'full';
      const { offsetWidth: who } = this.#who;
      const { offsetHeight: height, offsetWidth: width } = this.#label;
      this.#measured = { text, who, distance: width - who - padding, height };
    }
    return this.#measured;
  }
}
