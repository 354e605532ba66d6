import { mirrored } from './mirror.ts';
import type { Scene } from './photo.ts';
import type { Webcam } from './webcam.ts';

/** Looks at a webcam's frames, each as soon as the one before is done. */
export class Live {
  readonly webcam: Webcam;
  scene: Scene | undefined;
  readonly #controller = new AbortController();
  #resume: (() => void) | undefined;
  #paused: Promise<void> | undefined;

  constructor(webcam: Webcam) {
    this.webcam = webcam;
  }

  /** Runs until {@link stop}. */
  async run(
    look: (video: HTMLVideoElement, signal: AbortSignal) => Promise<Scene>,
    onScene: (scene: Scene) => void,
  ): Promise<void> {
    const { signal } = this.#controller;
    try {
      while (!signal.aborted) {
        await this.#paused;
        const { video, isFront } = this.webcam;
        const found = await look(video, signal);
        const scene = isFront ? mirrored(found, video.videoWidth) : found;
        await this.#paused;
        if (signal.aborted) return;
        this.scene = scene;
        onScene(scene);
        await new Promise(requestAnimationFrame);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Holds the picture still, so that its faces can be named. */
  pause(): void {
    this.webcam.video.pause();
    this.#paused = new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  async resume(): Promise<void> {
    this.#resume?.();
    this.#paused = undefined;
    if (!this.#controller.signal.aborted) await this.webcam.video.play();
  }

  stop(): void {
    this.#resume?.();
    this.#controller.abort();
    this.webcam.stop();
  }
}
