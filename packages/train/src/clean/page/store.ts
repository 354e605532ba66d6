import { KeptText } from '@facegpu/pipeline/page';
import { type Decision, formatDecisions, latest, parseDecisions } from '../decisions.ts';
import type { PageData } from './data.ts';

/** Where decisions are kept: in the browser, always, and where the page was served, in its server's file. */
export class DecisionStore {
  readonly #text: KeptText;
  #decisions: Map<string, Decision>;

  /** @param say hears what became of saving */
  constructor(data: PageData, say: (state: string) => void) {
    this.#text = new KeptText(`facegpu-decisions-${data.id}`, data.server, say);
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

  #take(decisions: readonly Decision[]): void {
    this.#decisions = new Map(latest(decisions).map((decision) => [decision.file, decision]));
  }

  /** Those of an earlier visit. */
  #stored(): Decision[] {
    try {
      const text = this.#text.stored();
      return text === undefined ? [] : parseDecisions(text, 'what the browser kept');
    } catch {
      return [];
    }
  }

  #save(): void {
    this.#text.save(this.format());
  }
}
