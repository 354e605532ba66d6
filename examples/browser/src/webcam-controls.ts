import { byId } from './dom.ts';
import { Live } from './live.ts';
import type { Scene } from './photo.ts';
import { startWebcam } from './webcam.ts';

export interface WebcamEvents {
  look(video: HTMLVideoElement, signal: AbortSignal): Promise<Scene>;
  onStart(video: HTMLVideoElement): void;
  onScene(scene: Scene): void;
  onStill(photo: File): void;
  onError(error: unknown): void;
}

/** The buttons that start and stop the webcam and take a still. */
export class WebcamControls {
  readonly #events: WebcamEvents;
  readonly #toggle = byId('webcam', HTMLButtonElement);
  readonly #still = byId('still', HTMLButtonElement);
  #stills = 0;
  live: Live | undefined;

  constructor(events: WebcamEvents) {
    this.#events = events;
    this.#toggle.addEventListener('click', () => {
      if (this.live) this.stop();
      else void this.#start();
    });
    this.#still.addEventListener('click', () => void this.#takeStill());
  }

  stop(): void {
    this.live?.stop();
    this.live = undefined;
    this.#update();
  }

  async #start(): Promise<void> {
    const { look, onStart, onScene, onError } = this.#events;
    this.#toggle.disabled = true;
    try {
      const live = new Live(await startWebcam());
      this.live = live;
      this.#update();
      onStart(live.webcam.video);
      void live.run(look, onScene).catch((error) => {
        onError(error);
        this.stop();
      });
    } catch (error) {
      onError(error);
    } finally {
      this.#toggle.disabled = false;
    }
  }

  async #takeStill(): Promise<void> {
    if (!this.live) return;
    try {
      const still = await this.live.webcam.still();
      this.stop();
      this.#stills++;
      this.#events.onStill(new File([still], `webcam-${this.#stills}.jpg`, { type: still.type }));
    } catch (error) {
      this.#events.onError(error);
    }
  }

  #update(): void {
    const isOn = this.live !== undefined;
    this.#toggle.ariaPressed = String(isOn);
    this.#still.hidden = !isOn;
  }
}
