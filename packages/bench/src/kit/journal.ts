import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { toJson } from '../report/json.ts';
import type { JournalLine, Line } from './lines.ts';
import { reportOf, resultsOf } from './report.ts';

/**
 * What a run has brought, in a folder: `journal.jsonl` has each line as it comes, so that a run that is
 * cut off has lost nothing; `report.md` and `results.json` are made of it whenever they are asked for.
 */
export class Journal {
  readonly #folder: string;
  readonly #begin: Date;
  readonly #lines: JournalLine[] = [];

  /** Empties what an earlier run has left. */
  constructor(folder: string, begin: Date) {
    this.#folder = folder;
    this.#begin = begin;
    mkdirSync(folder, { recursive: true });
    writeFileSync(this.#file('journal.jsonl'), '');
  }

  add(section: string, line: Line): void {
    const at = Math.round((Date.now() - this.#begin.getTime()) / 100) / 10;
    const whole = { at, section, ...line };
    this.#lines.push(whole);
    appendFileSync(this.#file('journal.jsonl'), `${JSON.stringify(whole)}\n`);
  }

  writeReport(): void {
    writeFileSync(this.#file('report.md'), reportOf(this.#lines, this.#begin));
    writeFileSync(this.#file('results.json'), toJson(resultsOf(this.#lines)));
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }
}
