import { select } from 'd3-selection';
import { type ZoomTransform, zoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import { isTyping, make } from './dom.ts';

/** How far keys and buttons zoom at a time, and how far arrows move, in pixels of the screen. */
const zoomStep = 1.4;
const panStep = 60;
/** The nearest that a pixel of the photo comes, in pixels of the screen. */
const closest = 12;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [panStep, 0],
  ArrowRight: [-panStep, 0],
  ArrowUp: [0, panStep],
  ArrowDown: [0, -panStep],
};

/** Shows a photo or a video, which wheel, pinch, drag and keys zoom and move. */
export class Viewer {
  readonly #stage: HTMLElement;
  readonly #picture = make('div', { className: 'picture' });
  readonly #onMove: (transform: ZoomTransform) => void;
  readonly #zoom = zoom<HTMLElement, unknown>();
  #size: readonly [width: number, height: number] = [1, 1];
  #url: string | undefined;
  #turn = 0;

  /** @param onMove is told where the picture's pixels lie in the stage */
  constructor(stage: HTMLElement, onMove: (transform: ZoomTransform) => void) {
    this.#stage = stage;
    this.#onMove = onMove;
    stage.prepend(this.#picture);
    this.#zoom
      .filter((event) => this.#takes(event))
      .clickDistance(4)
      .on('zoom', ({ transform }) => this.#place(transform));
    select(stage).call(this.#zoom).on('dblclick.zoom', null);
    document.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.#resize()).observe(stage);
  }

  /**
   * Shows a photo, as large as fits, unless something else was wanted meanwhile. What can't be decoded
   * is left empty.
   */
  async showPhoto(file: Blob, alt: string): Promise<void> {
    const turn = ++this.#turn;
    const url = URL.createObjectURL(file);
    const image = make('img', { src: url, alt, draggable: false });
    const shown = await image.decode().then(
      () => true,
      () => false,
    );
    if (turn !== this.#turn) return URL.revokeObjectURL(url);
    this.#show(shown ? image : undefined, [image.naturalWidth, image.naturalHeight]);
    this.#url = url;
  }

  /** Shows a video that is playing already. */
  showVideo(video: HTMLVideoElement): void {
    this.#turn++;
    this.#show(video, [video.videoWidth, video.videoHeight]);
  }

  /** Shows nothing. */
  clear(): void {
    this.#turn++;
    this.#show(undefined, [1, 1]);
  }

  zoomIn(): void {
    this.#zoom.scaleBy(select(this.#stage), zoomStep);
  }

  zoomOut(): void {
    this.#zoom.scaleBy(select(this.#stage), 1 / zoomStep);
  }

  /** Shows the whole picture, in the middle. */
  fit(): void {
    const { clientWidth, clientHeight } = this.#stage;
    const [width, height] = this.#size;
    const scale = this.#fitScale();
    const [x, y] = [(clientWidth - width * scale) / 2, (clientHeight - height * scale) / 2];
    const fitted = zoomIdentity.translate(x, y).scale(scale);
    this.#zoom.scaleExtent([scale, Math.max(closest, scale)]);
    this.#zoom.transform(select(this.#stage), fitted);
  }

  get #transform(): ZoomTransform {
    return zoomTransform(this.#stage);
  }

  #show(media: HTMLImageElement | HTMLVideoElement | undefined, size: [number, number]): void {
    this.#picture.replaceChildren(...(media ? [media] : []));
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
    this.#size = media ? size : [1, 1];
    this.#zoom.translateExtent([[0, 0], [...this.#size]]);
    this.fit();
  }

  #fitScale(): number {
    const { clientWidth, clientHeight } = this.#stage;
    const [width, height] = this.#size;
    return Math.max(1e-3, Math.min(clientWidth / width, clientHeight / height));
  }

  get #isFitted(): boolean {
    return this.#transform.k <= this.#zoom.scaleExtent()[0] * 1.001;
  }

  #resize(): void {
    if (this.#isFitted) this.fit();
    else this.#zoom.translateBy(select(this.#stage), 0, 0);
  }

  #place({ k, x, y }: ZoomTransform): void {
    this.#picture.style.transform = `matrix(${k}, 0, 0, ${k}, ${x}, ${y})`;
    // One finger scrolls the page while there is nothing to move.
    this.#stage.style.touchAction = this.#isFitted ? 'pan-y' : 'none';
    this.#onMove(this.#transform);
  }

  #takes(event: Event): boolean {
    if (event.target instanceof Element && event.target.closest('[data-own-pointer]')) return false;
    if (event instanceof MouseEvent && !(event instanceof WheelEvent)) return event.button === 0;
    return !('touches' in event) || (event as TouchEvent).touches.length > 1 || !this.#isFitted;
  }

  #onKey(event: KeyboardEvent): void {
    const { target, key } = event;
    if (isTyping(event) || event.defaultPrevented) return;
    // Elsewhere, arrows scroll, or move a slider.
    const isHere = target === document.body || this.#stage.contains(target as Node);
    const arrow = isHere ? arrows[key] : undefined;
    if (arrow) {
      const { k } = this.#transform;
      this.#zoom.translateBy(select(this.#stage), arrow[0] / k, arrow[1] / k);
    } else if (key === '+' || key === '=') this.zoomIn();
    else if (key === '-') this.zoomOut();
    else if (key === '0') this.fit();
    else return;
    event.preventDefault();
  }
}
