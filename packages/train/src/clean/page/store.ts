import { type Decision, formatDecisions, latest, parseDecisions } from '../decisions.ts';
import type { PageData } from './data.ts';

/** Where decisions are kept: in the browser, always, and where the page was served, in its server's file. */
export class DecisionStore {
  readonly #data: PageData;
  readonly #say: (state: string) => void;
  #decisions: Map<string, Decision>;
  /** One after the other, so that an older list doesn't come last. */
  #saving: Promise<void> = Promise.resolve();

  /** @param say hears what became of saving */
  constructor(data: PageData, say: (state: string) => void) {
    this.#data = data;
    this.#say = say;
    this.#decisions = new Map();
    this.#take([...data.decisions, ...this.#stored()]);
  }

  get all(): Decision[] {
    return [...this.#decisions.values()];
  }

  of(file: string): Decision | undefined {
    return this.#decisions.get(file);
  }

  set(decision: Decision): void {
    this.#take([...this.all, decision]);
    this.#save();
  }

  /** Takes a decision back. */
  delete(file: string): void {
    this.#decisions.delete(file);
    this.#save();
  }

  /**
   * Adds the decisions of a file.
   *
   * @throws FaceGpuError `bad-argument`
   */
  add(text: string, source: string): void {
    this.#take([...this.all, ...parseDecisions(text, source)]);
    this.#save();
  }

  /** The text of a file with all decisions. */
  format(): string {
    return formatDecisions(this.all);
  }

  get #place(): string {
    return `facegpu-decisions-${this.#data.id}`;
  }

  #take(decisions: readonly Decision[]): void {
    this.#decisions = new Map(latest(decisions).map((decision) => [decision.file, decision]));
  }

  /** Those of an earlier visit. */
  #stored(): Decision[] {
    try {
      const text = localStorage.getItem(this.#place);
      return text === null ? [] : parseDecisions(text, 'what the browser kept');
    } catch {
      // Pages of files may have no storage.
      return [];
    }
  }

  #save(): void {
    const text = this.format();
    try {
      localStorage.setItem(this.#place, text);
      this.#say('kept in this browser');
    } catch {
      this.#say('kept only until the page is closed: save decisions');
    }
    const { server } = this.#data;
    if (!server) return;
    this.#saving = this.#saving.then(async () => {
      try {
        const headers = { 'content-type': 'application/json', 'x-facegpu-token': server.token };
        const answer = await fetch('decisions', { method: 'PUT', headers, body: text });
        this.#say(answer.ok ? `saved in ${server.file}` : `not saved: ${await answer.text()}`);
      } catch {
        this.#say('not saved: the server is gone. Save decisions by the button.');
      }
    });
  }
}
