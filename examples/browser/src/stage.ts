import { byId, isTyping } from './dom.ts';
import { Overlay } from './overlay.ts';
import type { Photo, Scene, SeenFace } from './photo.ts';
import { Viewer } from './viewer.ts';

/** What can be drawn over the picture besides boxes, by the key that switches it. */
const layers = { p: 'points', c: 'chips', a: 'traits' } as const;

export interface StageEvents {
  onPick(seen: SeenFace, button: HTMLButtonElement): void;
  /** Ages, genders and expressions are wanted from now on, or no longer. */
  onTraits(): void;
}

/** The picture in the middle with its faces, its buttons and its keys. */
export class Stage {
  readonly #element = byId('stage', HTMLElement);
  readonly #welcome = byId('welcome', HTMLElement);
  readonly #tools = byId('tools', HTMLElement);
  readonly #traits = byId('show-traits', HTMLInputElement);
  readonly #overlay: Overlay;
  readonly #viewer: Viewer;
  #photo: Photo | undefined;

  constructor({ onPick, onTraits }: StageEvents) {
    this.#overlay = new Overlay(this.#element, onPick);
    this.#viewer = new Viewer(this.#element, (transform) => this.#overlay.place(transform));
    const buttons = {
      'zoom-in': () => this.#viewer.zoomIn(),
      'zoom-out': () => this.#viewer.zoomOut(),
      fit: () => this.#viewer.fit(),
    };
    for (const [id, action] of Object.entries(buttons)) {
      byId(id, HTMLButtonElement).addEventListener('click', action);
    }
    for (const [key, layer] of Object.entries(layers)) this.#addToggle(layer, key);
    this.#traits.addEventListener('change', onTraits);
  }

  /** Whether ages, genders and expressions are to be shown: they take networks of their own. */
  get wantsTraits(): boolean {
    return this.#traits.checked;
  }

  /** Shows a photo with the faces that are known by now. */
  async showPhoto(photo: Photo, threshold: number): Promise<void> {
    this.#overlay.show(undefined, threshold);
    this.#leaveWelcome();
    this.#photo = photo;
    await this.#viewer.showPhoto(photo.file, photo.name);
    if (this.#photo === photo) this.#overlay.show(photo.scene, threshold);
  }

  showVideo(video: HTMLVideoElement): void {
    this.#photo = undefined;
    this.#overlay.show(undefined, 0);
    this.#leaveWelcome();
    this.#viewer.showVideo(video);
  }

  /** Takes whatever is there away, and says again how to begin. */
  showWelcome(): void {
    this.#photo = undefined;
    this.#overlay.show(undefined, 0);
    this.#viewer.clear();
    this.#welcome.hidden = false;
    this.#tools.hidden = true;
  }

  draw(scene: Scene | undefined, threshold: number): void {
    this.#overlay.show(scene, threshold);
  }

  /** Writes the names that the faces have at this threshold. */
  name(threshold: number): void {
    this.#overlay.name(threshold);
  }

  #leaveWelcome(): void {
    this.#welcome.hidden = true;
    this.#tools.hidden = false;
  }

  #addToggle(layer: string, key: string): void {
    const box = byId(`show-${layer}`, HTMLInputElement);
    const apply = () => {
      this.#element.classList.toggle(`with-${layer}`, box.checked);
      this.#overlay.arrange();
    };
    box.addEventListener('change', apply);
    document.addEventListener('keydown', (event) => {
      if (event.key !== key || isTyping(event)) return;
      box.checked = !box.checked;
      box.dispatchEvent(new Event('change'));
    });
    apply();
  }
}
