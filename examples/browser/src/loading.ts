import type { LoadProgress } from '@facegpu/pipeline';
import { byId } from './dom.ts';
import { explain, sentence } from './page-error.ts';

/** How far the page has come: with models, and with people whom another model knew. */
export type Progress = Pick<LoadProgress, 'loaded' | 'total'> & {
  readonly stage: keyof typeof stages;
};

const stages = {
  models: 'Loading models',
  compile: 'Compiling networks',
  people: 'Looking at your people anew',
};

/** How far the first load has come; where it fails, why, and what to do. */
export class Loading {
  readonly #row = byId('loading', HTMLElement);
  readonly #text = byId('loading-text', HTMLElement);
  readonly #bar = byId('loading-bar', HTMLProgressElement);
  readonly #failure = byId('failure', HTMLElement);
  readonly #status = byId('status', HTMLElement);
  #stage: Progress['stage'] | undefined;

  show({ stage, loaded, total }: Progress): void {
    this.#row.hidden = false;
    // Without a value the bar says only that something is going on.
    if (total > 0) Object.assign(this.#bar, { max: total, value: loaded });
    else this.#bar.removeAttribute('value');
    const what = stages[stage];
    const far =
      stage === 'models'
        ? `${megabytes(loaded)} of ${megabytes(total)} MB`
        : `${loaded} of ${total}`;
    this.#text.textContent = total > 0 ? `${what}: ${far}` : what;
    // Once is enough for those who listen.
    if (stage !== this.#stage) this.#status.textContent = `${what}.`;
    this.#stage = stage;
  }

  done(): void {
    this.#row.hidden = true;
    this.#status.textContent = 'Ready.';
  }

  fail(error: unknown): void {
    this.#row.hidden = true;
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
