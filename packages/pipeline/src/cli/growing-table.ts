import Table, { type Cell } from 'cli-table3';
import { onInterrupt } from './interrupt.ts';
import { print } from './report.ts';

/** A column, and how many characters of a terminal its widest cell takes. */
export interface Column {
  readonly head: string;
  readonly width: number;
}

/** A table that is printed as it grows: how wide its columns are is known before. */
export class GrowingTable {
  readonly #head: string[];
  readonly #widths: number[];
  #isOpen = false;
  #forget = () => {};

  constructor(columns: readonly Column[]) {
    this.#head = columns.map(({ head }) => head);
    // With a space on either side.
    this.#widths = columns.map(({ head, width }) => Math.max(width, widthOf(head)) + 2);
  }

  async add(rows: readonly Cell[][]): Promise<void> {
    const [top, head, between, ...body] = this.#render(rows);
    // Its last line comes when it ends.
    const lines = body.slice(0, -1);
    if (!this.#isOpen) lines.unshift(top, head, between);
    this.#open();
    await print(lines.map((line) => `${line}\n`).join(''));
  }

  async end(): Promise<void> {
    const lines = this.#render([]);
    const rest = this.#isOpen ? lines.slice(-1) : lines;
    this.#forget();
    this.#isOpen = false;
    await print(rest.map((line) => `${line}\n`).join(''));
  }

  /** Ends it before its time; nothing where it has no row yet. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOpen) await this.end();
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#forget = onInterrupt(() => void this.end());
  }

  #render(rows: readonly Cell[][]): string[] {
    const style = { head: [], border: [], compact: true };
    const table = new Table({ head: this.#head, colWidths: this.#widths, style });
    table.push(...rows);
    return table.toString().split('\n');
  }
}

/** The width of a column of these texts. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
}

/** Characters of a terminal that a text takes, or some more: what isn't ASCII may take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character <= '\u007f' ? 1 : 2;
  return width;
}
