import type { ZoomTransform } from 'd3-zoom';
import { chipCanvas } from './chip.ts';
import { make } from './dom.ts';
import { bestMatch, type Scene, type SeenFace } from './photo.ts';
import { pickBox } from './pick.ts';

const svg = 'http://www.w3.org/2000/svg';

/** A face on the stage: a button as large as its box. */
interface Marker {
  readonly button: HTMLButtonElement;
  readonly label: HTMLSpanElement;
  seen: SeenFace;
}

/**
 * Draws faces over the picture: boxes, names, points and chips. All of it is placed in pixels of the
 * screen, so lines and letters stay as sharp and as thick at any zoom.
 */
export class Overlay {
  readonly #layer = make('div', { className: 'faces' });
  readonly #points = document.createElementNS(svg, 'path');
  readonly #onPick: (seen: SeenFace, button: HTMLButtonElement) => void;
  #markers: Marker[] = [];
  #transform: ZoomTransform | undefined;

  constructor(stage: HTMLElement, onPick: (seen: SeenFace, button: HTMLButtonElement) => void) {
    this.#onPick = onPick;
    const drawing = document.createElementNS(svg, 'svg');
    drawing.classList.add('points');
    drawing.setAttribute('aria-hidden', 'true');
    drawing.append(this.#points);
    stage.append(drawing, this.#layer);
    stage.addEventListener('pointermove', (event) => this.#point(this.#meant(event)));
    stage.addEventListener('pointerleave', () => this.#point(undefined));
  }

  /** Draws the faces of a scene. Buttons stay the same, so that live faces can be clicked. */
  show(scene: Scene | undefined, threshold: number): void {
    const faces = scene?.faces ?? [];
    for (const { button } of this.#markers.splice(faces.length)) button.remove();
    faces.forEach((seen, i) => {
      const marker = this.#markers[i] ?? this.#addMarker(seen);
      marker.seen = seen;
      marker.button.querySelector('canvas')?.remove();
      if (seen.face.chip) marker.button.prepend(chipCanvas(seen.face.chip));
    });
    const points = faces.flatMap(({ face }) => face.landmarks);
    this.#points.setAttribute('d', points.map(([x, y]) => `M${x} ${y}h0`).join(''));
    this.name(threshold);
    if (this.#transform) this.place(this.#transform);
  }

  /** Writes the names that the faces have at this threshold. */
  name(threshold: number): void {
    this.#markers.forEach(({ button, label, seen }, i) => {
      const match = bestMatch(seen, threshold);
      button.classList.toggle('named', match !== undefined);
      const distance = match?.distance.toFixed(2);
      label.replaceChildren(match?.name ?? 'name', make('small', { textContent: distance ?? '' }));
      const who = match ? `${match.name}, distance ${distance}` : 'unknown';
      button.ariaLabel = `Face ${i + 1} of ${this.#markers.length}: ${who}. Give a name.`;
    });
  }

  /** Puts everything where the pixels of the picture are now. */
  place(transform: ZoomTransform): void {
    this.#transform = transform;
    const { k, x, y } = transform;
    this.#points.setAttribute('transform', `matrix(${k} 0 0 ${k} ${x} ${y})`);
    for (const { button, seen } of this.#markers) {
      const { box } = seen.face;
      button.style.left = `${box.x * k + x}px`;
      button.style.top = `${box.y * k + y}px`;
      button.style.width = `${box.width * k}px`;
      button.style.height = `${box.height * k}px`;
    }
  }

  #addMarker(seen: SeenFace): Marker {
    const label = make('span', { className: 'label' });
    const button = make('button', { type: 'button', className: 'face' }, label);
    const marker = { button, label, seen };
    button.addEventListener('click', (event) => {
      const meant = this.#meant(event) ?? marker;
      this.#onPick(meant.seen, meant.button);
    });
    this.#markers.push(marker);
    this.#layer.append(button);
    return marker;
  }

  /** The face that a pointer means: boxes overlap, and the one on top need not be it. */
  #meant(event: MouseEvent): Marker | undefined {
    const target = event.target instanceof Element ? event.target : undefined;
    const hit = this.#markers.find(({ button }) => button.contains(target ?? null));
    // A key presses the button that has the focus; names and chips stand beside their boxes.
    const isKey = event.type === 'click' && event.detail === 0;
    if (!hit || isKey || target !== hit.button) return hit;
    const boxes = this.#markers.map(({ button }) => button.getBoundingClientRect());
    const picked = pickBox(boxes, [event.clientX, event.clientY]);
    return picked === undefined ? hit : this.#markers[picked];
  }

  #point(marker: Marker | undefined): void {
    for (const other of this.#markers) other.button.classList.toggle('pointed', other === marker);
  }
}
