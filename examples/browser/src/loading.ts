import type { LoadProgress } from '@facegpu/pipeline';
import { byId } from './dom.ts';
import { explain, sentence } from './page-error.ts';

/** How far the first load has come; where it fails, why, and what to do. */
export class Loading {
  readonly #card = byId('loading', HTMLElement);
  readonly #text = byId('loading-text', HTMLElement);
  readonly #bar = byId('loading-bar', HTMLProgressElement);
  readonly #failure = byId('failure', HTMLElement);

  show({ stage, loaded, total }: LoadProgress): void {
    this.#card.hidden = false;
    // Without a value the bar says only that something is going on.
    if (total > 0) Object.assign(this.#bar, { max: total, value: loaded });
    else this.#bar.removeAttribute('value');
    this.#text.textContent =
      stage === 'models'
        ? `Loading models${total > 0 ? `: ${megabytes(loaded)} of ${megabytes(total)} MB` : ''}`
        : `Compiling networks: ${loaded} of ${total}`;
  }

  done(): void {
    this.#card.hidden = true;
  }

  fail(error: unknown): void {
    this.#card.hidden = true;
    const { message, fix } = explain(error);
    byId('failure-message', HTMLElement).textContent = sentence(message);
    byId('failure-fix', HTMLElement).textContent = fix;
    byId('retry', HTMLButtonElement).addEventListener('click', () => location.reload());
    this.#failure.hidden = false;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
