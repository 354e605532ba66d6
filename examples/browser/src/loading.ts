import { byId } from './dom.ts';
import { explain } from './page-error.ts';
import type { Progress } from './pipeline.ts';

/** How far the first load has come; where it fails, why, and what to do. */
export class Loading {
  readonly #card = byId('loading', HTMLElement);
  readonly #text = byId('loading-text', HTMLElement);
  readonly #bar = byId('loading-bar', HTMLProgressElement);
  readonly #failure = byId('failure', HTMLElement);

  show({ stage, loaded, total }: Progress): void {
    this.#card.hidden = false;
    this.#bar.max = Math.max(1, total);
    this.#bar.value = loaded;
    this.#text.textContent =
      stage === 'models'
        ? `Loading models: ${megabytes(loaded)} of ${megabytes(total)} MB`
        : `Compiling networks: ${loaded} of ${total}`;
  }

  done(): void {
    this.#card.hidden = true;
  }

  fail(error: unknown): void {
    this.#card.hidden = true;
    const { message, fix } = explain(error);
    byId('failure-message', HTMLElement).textContent = message;
    byId('failure-fix', HTMLElement).textContent = fix;
    this.#failure.hidden = false;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
