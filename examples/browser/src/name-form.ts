import { chipCanvas } from './chip.ts';
import { showDistance } from './distance.ts';
import { byId, make } from './dom.ts';
import type { SeenFace } from './photo.ts';

/** Asks for the name of a face, beside it. Enter saves, Escape closes. */
export class NameForm {
  readonly #form = byId('name-form', HTMLFormElement);
  readonly #input = byId('name-input', HTMLInputElement);
  readonly #portrait = byId('name-portrait', HTMLElement);
  readonly #suggestions = byId('name-suggestions', HTMLElement);
  readonly #known = byId('known-names', HTMLDataListElement);
  /** Whether the face has the focus again when the form closes. */
  #keepsFocus = true;
  #answer: ((name: string | undefined) => void) | undefined;

  constructor() {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const name = this.#input.value.trim();
      if (name) this.#close(name);
    });
    this.#form.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') this.#close(undefined);
    });
    // Elsewhere on the page, a press means that no name is wanted after all.
    document.addEventListener('pointerdown', ({ target }) => {
      if (!this.#form.hidden && !this.#form.contains(target as Node)) this.#leave();
    });
    byId('name-cancel', HTMLButtonElement).addEventListener('click', () => this.close());
  }

  /**
   * Opens beside a face.
   *
   * @returns the name, or `undefined` where none was given
   */
  ask(
    { face, matches }: SeenFace,
    { names, threshold }: { names: readonly string[]; threshold: number },
    button: HTMLButtonElement,
  ): Promise<string | undefined> {
    this.close();
    this.#portrait.replaceChildren(...(face.chip ? [chipCanvas(face.chip)] : []));
    this.#known.replaceChildren(...names.map((name) => make('option', { value: name })));
    this.#suggestions.replaceChildren(
      ...matches.map(({ name, distance }) => {
        const small = make('small', { textContent: showDistance(distance, threshold) });
        const suggestion = make('button', { type: 'button' }, name, ' ', small);
        suggestion.addEventListener('click', () => this.#close(name));
        return suggestion;
      }),
    );
    this.#input.value = '';
    this.#form.hidden = false;
    button.classList.add('picked');
    this.#placeBeside(button);
    this.#input.focus();
    return new Promise((resolve) => {
      this.#answer = (name) => {
        button.classList.remove('picked');
        if (this.#keepsFocus) button.focus();
        resolve(name);
      };
    });
  }

  close(): void {
    this.#close(undefined);
  }

  /** Closes, and leaves the focus to what was pressed. */
  #leave(): void {
    this.#keepsFocus = false;
    this.#close(undefined);
    this.#keepsFocus = true;
  }

  #close(name: string | undefined): void {
    const answer = this.#answer;
    this.#answer = undefined;
    this.#form.hidden = true;
    answer?.(name);
  }

  /** Below the face where there is room, else above it; never beyond the stage. */
  #placeBeside(button: HTMLElement): void {
    const { offsetWidth: width, offsetHeight: height } = this.#form;
    const stage = (this.#form.parentElement as HTMLElement).getBoundingClientRect();
    const face = button.getBoundingClientRect();
    const margin = 8;
    const within = (value: number, room: number) =>
      Math.max(margin, Math.min(value, room - margin));
    const below = face.bottom - stage.top + margin;
    const above = face.top - stage.top - margin - height;
    const top = below + height <= stage.height ? below : above;
    this.#form.style.left = `${within(face.left - stage.left, stage.width - width)}px`;
    this.#form.style.top = `${within(top, stage.height - height)}px`;
  }
}
