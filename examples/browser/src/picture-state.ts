import { byId } from './dom.ts';
import { explain, sentence } from './page-error.ts';
import type { Photo } from './photo.ts';

/** What there is to say of the picture on the stage. */
export type PictureState = Photo['status'] | 'without faces';

const texts: Readonly<Record<PictureState, string>> = {
  waiting: 'Waiting for its turn…',
  working: 'Looking for faces…',
  skipped: 'Not looked at yet.',
  failed: 'This picture can’t be looked at.',
  'without faces': 'No face found.',
  done: '',
};

/** What a photo is in, or what was found in it. */
export function stateOf({ status, scene }: Photo): PictureState {
  return status === 'done' && scene?.faces.length === 0 ? 'without faces' : status;
}

/** Says over the picture what becomes of it, and lets it be stopped or begun. */
export class PictureStateCard {
  readonly #card = byId('picture-state', HTMLElement);
  readonly #text = byId('picture-state-text', HTMLElement);
  readonly #cancel = byId('look-cancel', HTMLButtonElement);
  readonly #look = byId('look-now', HTMLButtonElement);

  constructor(actions: { cancel(): void; look(): void }) {
    this.#cancel.addEventListener('click', () => actions.cancel());
    this.#look.addEventListener('click', () => actions.look());
  }

  /**
   * @param canCancel where nothing else on the page offers it
   * @param error why it failed
   */
  show(state: PictureState | undefined, canCancel = false, error?: unknown): void {
    const why = state === 'failed' && error ? explain(error) : undefined;
    const usual = state ? texts[state] : '';
    const text = why ? `${sentence(why.message)} ${why.fix}` : usual;
    const isBusy = state === 'waiting' || state === 'working';
    this.#card.hidden = text === '';
    this.#card.classList.toggle('busy', isBusy);
    this.#text.textContent = text;
    this.#cancel.hidden = !(isBusy && canCancel);
    this.#look.hidden = state !== 'skipped';
  }
}
