import { byId } from './dom.ts';
import { Live } from './live.ts';
import { PageError } from './page-error.ts';
import type { Scene } from './photo.ts';
import { startWebcam, webcamIds } from './webcam.ts';

export interface WebcamEvents {
  look(video: HTMLVideoElement, signal: AbortSignal): Promise<Scene>;
  onStart(video: HTMLVideoElement): void;
  onScene(scene: Scene): void;
  onStill(photo: File): void;
  /** It was stopped, and nothing else was put on the stage. */
  onStop(): void;
  onError(error: unknown): void;
}

/** The buttons that start and stop the webcam and take a still. */
export class WebcamControls {
  readonly #events: WebcamEvents;
  readonly #toggle = byId('webcam', HTMLButtonElement);
  readonly #still = byId('still', HTMLButtonElement);
  readonly #next = byId('next-webcam', HTMLButtonElement);
  #stills = 0;
  live: Live | undefined;

  constructor(events: WebcamEvents) {
    this.#events = events;
    this.#toggle.addEventListener('click', () => {
      if (this.live) this.#end();
      else void this.#start();
    });
    this.#next.addEventListener('click', () => void this.#startNext());
    this.#still.addEventListener('click', () => void this.#takeStill());
  }

  /** Switches it off where something else comes onto the stage. */
  stop(): void {
    this.live?.stop();
    this.live = undefined;
    this.#update();
  }

  #end(): void {
    this.stop();
    this.#events.onStop();
  }

  async #start(deviceId?: string): Promise<void> {
    this.#toggle.disabled = true;
    try {
      const live = new Live(await startWebcam(deviceId));
      this.live = live;
      this.#update();
      this.#events.onStart(live.webcam.video);
      this.#run(live);
      this.#next.hidden = (await webcamIds()).length < 2 || this.live !== live;
    } catch (error) {
      this.#events.onError(error);
      this.#end();
    } finally {
      this.#toggle.disabled = false;
    }
  }

  #run(live: Live): void {
    const { look, onScene, onError } = this.#events;
    const giveUp = (error: unknown) => {
      if (this.live !== live) return;
      onError(error);
      this.#end();
    };
    const fix = 'Plug it in again, or close what has taken it, then start it again.';
    live.webcam.onEnd(() => giveUp(new PageError('The webcam has gone.', fix)));
    void live.run(look, onScene).catch(giveUp);
  }

  /** Goes on with the webcam after this one: a phone has one at the back. */
  async #startNext(): Promise<void> {
    const { live } = this;
    if (!live) return;
    const ids = await webcamIds();
    const next = ids[(ids.indexOf(live.webcam.deviceId ?? '') + 1) % ids.length];
    this.stop();
    await this.#start(next);
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
    if (!isOn) this.#next.hidden = true;
  }
}
