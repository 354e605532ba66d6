import type { Box } from '@facegpu/pipeline';
import type { ZoomTransform } from 'd3-zoom';
import { arrange } from './arrange.ts';
import { make } from './dom.ts';
import { FacesCanvas } from './faces-canvas.ts';
import { Marker } from './marker.ts';
import { bestMatch, type Scene, type SeenFace } from './photo.ts';
import { pickBox } from './pick.ts';

/**
 * Faces over the picture: boxes and points are drawn, and each face is a button with a name, traits and a chip.
 * All of it is placed in pixels of the screen, so lines and letters stay as sharp and as thick at any zoom.
 */
export class Overlay {
  readonly #stage: HTMLElement;
  readonly #layer = make('div', { className: 'faces' });
  readonly #canvas = new FacesCanvas();
  readonly #onPick: (seen: SeenFace, button: HTMLButtonElement) => void;
  #markers: Marker[] = [];
  #transform: ZoomTransform | undefined;

  constructor(stage: HTMLElement, onPick: (seen: SeenFace, button: HTMLButtonElement) => void) {
    this.#stage = stage;
    this.#onPick = onPick;
    stage.append(this.#canvas.element, this.#layer);
    stage.addEventListener('pointermove', (event) => this.#point(this.#meant(event)));
    stage.addEventListener('pointerleave', () => this.#point(undefined));
  }

  /** Draws the faces of a scene. Buttons stay the same, so that live faces can be clicked. */
  show(scene: Scene | undefined, threshold: number): void {
    const faces = scene?.faces ?? [];
    for (const marker of this.#markers.splice(faces.length)) marker.remove();
    faces.forEach((seen, i) => {
      const known = this.#markers[i];
      if (known) known.show(seen);
      else this.#addMarker(seen);
    });
    this.name(threshold);
  }

  /** Writes the names that the faces have at this threshold. */
  name(threshold: number): void {
    this.#markers.forEach((marker, i) => {
      marker.name(
        bestMatch(marker.seen, threshold),
        threshold,
        `Face ${i + 1} of ${this.#markers.length}`,
      );
    });
    this.arrange();
  }

  /** Finds places again for what stands beside the boxes. */
  arrange(): void {
    if (this.#transform) this.place(this.#transform);
  }

  /** Puts everything where the pixels of the picture are now. */
  place(transform: ZoomTransform): void {
    this.#transform = transform;
    const { k, x, y } = transform;
    const { clientWidth: width, clientHeight: height, classList } = this.#stage;
    const drawn = this.#markers.map(({ seen: { face }, isNamed }) => ({ face, isNamed }));
    const points = classList.contains('with-points');
    this.#canvas.draw(drawn, transform, { width, height }, { points });
    const boxes = this.#markers.map(({ seen }): Box => {
      const { box } = seen.face;
      const [left, top] = [box.x * k + x, box.y * k + y];
      return { x: left, y: top, width: box.width * k, height: box.height * k };
    });
    const items = [
      // Names first: they get the better places.
      ...this.#markers.map((marker, i) => marker.labelItem(boxes[i])),
      ...this.#markers.map((marker, i) => marker.chipItem(boxes[i], Math.min(width, height))),
    ];
    const standings = arrange(items, { width, height });
    const { length } = this.#markers;
    this.#markers.forEach((marker, i) => {
      marker.place(boxes[i], { label: standings[i], chip: standings[length + i] });
    });
  }

  #addMarker(seen: SeenFace): void {
    const marker = new Marker(seen, (event) => {
      const meant = this.#meant(event) ?? marker;
      this.#onPick(meant.seen, meant.button);
    });
    this.#markers.push(marker);
    this.#layer.append(marker.button);
  }

  /** The face that a pointer means: boxes overlap, and the one on top need not be it. */
  #meant(event: MouseEvent): Marker | undefined {
    const target = event.target instanceof Element ? event.target : undefined;
    const hit = this.#markers.find(({ button }) => button.contains(target ?? null));
    // A key presses the button that has the focus.
    if (!hit || (event.type === 'click' && event.detail === 0)) return hit;
    const boxes = this.#markers.map(({ button }) => button.getBoundingClientRect());
    // Names and chips stand for their faces, except over the middle of another one.
    const open = target === hit.button ? boxes : boxes.map(middleOf);
    const picked = pickBox(open, [event.clientX, event.clientY]);
    return picked === undefined ? hit : this.#markers[picked];
  }

  #point(marker: Marker | undefined): void {
    for (const other of this.#markers) other.button.classList.toggle('pointed', other === marker);
  }
}

/** The middle of a box, half as wide and high. */
function middleOf({ x, y, width, height }: Box): Box {
  return { x: x + width / 4, y: y + height / 4, width: width / 2, height: height / 2 };
}
