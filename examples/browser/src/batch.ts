import type { Photo, Scene } from './photo.ts';

/** How far a batch of photos has come. */
export interface BatchProgress {
  readonly done: number;
  readonly total: number;
}

/** Looks at photos one after the other. One that fails doesn't stop the others. */
export class Batch {
  readonly #look: (photo: Photo, signal: AbortSignal) => Promise<Scene>;
  readonly #onChange: (progress: BatchProgress, changed: readonly Photo[]) => void;
  #waiting: Photo[] = [];
  #controller: AbortController | undefined;
  #done = 0;

  constructor(
    look: (photo: Photo, signal: AbortSignal) => Promise<Scene>,
    onChange: (progress: BatchProgress, changed: readonly Photo[]) => void,
  ) {
    this.#look = look;
    this.#onChange = onChange;
  }

  /** How many photos it has, those that are done included. */
  get total(): number {
    return this.#done + this.#waiting.length;
  }

  /** Adds photos, behind those that wait already. */
  async add(photos: readonly Photo[]): Promise<void> {
    for (const photo of photos) photo.status = 'waiting';
    this.#waiting.push(...photos);
    this.#report(photos);
    if (this.#controller) return;
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    for (let photo = this.#waiting[0]; photo; photo = this.#waiting[0]) {
      await this.#process(photo, signal);
      if (signal.aborted) return;
    }
    this.#end([]);
  }

  /** Leaves a photo out that has not had its turn. */
  remove(photo: Photo): void {
    const [now, ...later] = this.#waiting;
    if (!later.includes(photo)) return;
    this.#waiting = [now, ...later.filter((other) => other !== photo)];
    this.#report([]);
  }

  /** Stops. Photos that were never looked at are `skipped`, and may be added again. */
  cancel(): void {
    if (!this.#controller) return;
    const skipped = this.#waiting;
    this.#controller.abort();
    for (const photo of skipped) photo.status = photo.scene ? 'done' : 'skipped';
    this.#end(skipped);
  }

  async #process(photo: Photo, signal: AbortSignal): Promise<void> {
    photo.status = 'working';
    this.#report([photo]);
    try {
      photo.scene = await this.#look(photo, signal);
      photo.status = 'done';
    } catch (error) {
      if (signal.aborted) return;
      photo.error = error;
      photo.status = 'failed';
    }
    if (signal.aborted) return;
    this.#waiting.shift();
    this.#done++;
    this.#report([photo]);
  }

  #end(changed: readonly Photo[]): void {
    this.#controller = undefined;
    this.#waiting = [];
    this.#done = 0;
    this.#report(changed);
  }

  #report(changed: readonly Photo[]): void {
    this.#onChange({ done: this.#done, total: this.total }, changed);
  }
}
