import type { FaceGpuError } from '@facegpu/kernels';
import type { Cell } from 'cli-table3';
import type { Format } from './format.ts';
import { type Column, GrowingTable } from './growing-table.ts';
import { onInterrupt } from './interrupt.ts';
import { print } from './report.ts';

/**
 * Results that are printed as they come: none is kept, however many there are. What is printed is whole wherever
 * the work ends: after the last result, where the process is told to end, or where an error ends it.
 */
export interface ResultList<T> extends AsyncDisposable {
  add(result: T): Promise<void>;
  /** A file that has no result. */
  fail(file: string, error: FaceGpuError): Promise<void>;
  /** Prints what belongs after the last one. */
  end(): Promise<void>;
}

/** What a result looks like in each format. */
export interface Looks<T> {
  json(result: T): object;
  /** The same where left out. */
  line?(result: T): object;
  readonly columns: readonly Column[];
  rows(result: T): Cell[][];
}

/** Results in the format that is wanted. */
export function createResultList<T>(format: Format, looks: Looks<T>): ResultList<T> {
  if (format === 'json') return new JsonArray(looks.json);
  if (format === 'jsonl') return new JsonLines(looks.line ?? looks.json);
  const table = new GrowingTable(looks.columns);
  return {
    add: (result) => table.add(looks.rows(result)),
    async fail() {},
    end: () => table.end(),
    [Symbol.asyncDispose]: () => table[Symbol.asyncDispose](),
  };
}

/** Results as lines of JSON; a file without one has a line `{ file, error }`. */
class JsonLines<T> implements ResultList<T> {
  readonly #toJson: (result: T) => object;

  constructor(toJson: (result: T) => object) {
    this.#toJson = toJson;
  }

  add(result: T): Promise<void> {
    return print(`${JSON.stringify(this.#toJson(result))}\n`);
  }

  fail(file: string, error: FaceGpuError): Promise<void> {
    return print(`${JSON.stringify({ file, error })}\n`);
  }

  async end(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** Results as one JSON array; files without one are left out. */
class JsonArray<T> implements ResultList<T> {
  readonly #toJson: (result: T) => object;
  #isOpen = false;
  #isEnded = false;
  #forget = () => {};

  constructor(toJson: (result: T) => object) {
    this.#toJson = toJson;
  }

  add(result: T): Promise<void> {
    // Without the brackets, it is as in an array of many.
    const text = JSON.stringify([this.#toJson(result)], null, 1).slice(2, -2);
    if (this.#isOpen) return print(`,\n${text}`);
    this.#isOpen = true;
    this.#forget = onInterrupt(() => void this.end());
    return print(`[\n${text}`);
  }

  async fail(): Promise<void> {}

  async end(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#forget();
    await print(this.#isOpen ? '\n]\n' : '[]\n');
  }

  /** Where there is no result yet, an error is the result. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOpen) await this.end();
  }
}
