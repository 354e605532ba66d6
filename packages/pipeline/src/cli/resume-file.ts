import { type BigIntStats, createReadStream, fstatSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { Queue } from '../async/queue.ts';

/** Where a result stands in the file. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

/** How a line begins that has a result. */
const start = /^\{"key":"([0-9a-f]{64})"[,}]/;

/** As many bytes of a line tell its key. */
const headLength = 80;

const newline = 0x0a;

/**
 * The results of an earlier run, a line of JSON each, by their keys, and those of this one behind them. Only
 * keys are kept in memory. A line that was cut off is left out, and its result made again.
 */
export class ResumeFile {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #places = new Map<string, Place>();
  /** Lines are written one after the other. */
  readonly #queue = new Queue();
  #size = 0;
  /** Where results are printed into this very file: each would stand there twice. */
  readonly isStdout: boolean;

  private constructor(file: string, handle: FileHandle, isStdout: boolean) {
    this.#file = file;
    this.#handle = handle;
    this.isStdout = isStdout;
  }

  /**
   * Opens the file; it is made where it isn't there.
   *
   * @throws FaceGpuError `file-unwritable`
   */
  static async open(file: string): Promise<ResumeFile> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(file, 'a+');
      const resume = new ResumeFile(file, handle, isStdout(await handle.stat({ bigint: true })));
      await resume.#readKeys();
      return resume;
    } catch (cause) {
      await handle?.close();
      throw unusable(file, cause);
    }
  }

  /** How many results it has. */
  get count(): number {
    return this.#places.size;
  }

  /** The line of a result, without its end; nothing where there is none. */
  async get(key: string): Promise<string | undefined> {
    const place = this.#places.get(key);
    if (!place) return undefined;
    const bytes = Buffer.alloc(place.length);
    try {
      await this.#handle.read(bytes, 0, place.length, place.offset);
    } catch (cause) {
      throw unusable(this.#file, cause);
    }
    return bytes.toString();
  }

  /**
   * Writes a result behind the others, unless it is there.
   *
   * @param line begins with the key
   * @throws FaceGpuError `file-unwritable`
   */
  add(key: string, line: string): Promise<void> {
    return this.#queue.add(async () => {
      if (this.#places.has(key) || this.isStdout) return;
      await this.#append(line, key);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue.add(() => this.#handle.close());
  }

  async #append(line: string, key?: string): Promise<void> {
    const bytes = Buffer.from(`${line}\n`);
    try {
      await this.#handle.appendFile(bytes);
    } catch (cause) {
      throw unusable(this.#file, cause);
    }
    if (key !== undefined) {
      this.#places.set(key, { offset: this.#size, length: bytes.length - 1 });
    }
    this.#size += bytes.length;
  }

  /** Goes through the file once; a line's end must be there, or it was cut off. */
  async #readKeys(): Promise<void> {
    let head = Buffer.alloc(0);
    let lineStart = 0;
    for await (const chunk of createReadStream(this.#file) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
        const length = this.#size + end - lineStart;
        this.#take(Buffer.concat([head, chunk.subarray(from, end)]), lineStart, length);
        head = Buffer.alloc(0);
        from = end + 1;
        lineStart = this.#size + from;
      }
      // Of a line, no more than its key is of interest.
      if (head.length < headLength) {
        head = Buffer.concat([head, chunk.subarray(from, from + headLength)]);
      }
      this.#size += chunk.length;
    }
    // A line that was cut off must not swallow the next one.
    if (this.#size > lineStart) await this.#append('');
  }

  #take(line: Buffer, offset: number, length: number): void {
    const [, key] = start.exec(line.subarray(0, headLength).toString('latin1')) ?? [];
    if (key !== undefined) this.#places.set(key, { offset, length });
  }
}

/** With big integers: after another `fstatSync` of a pipe, Node 20 follows no link on the way to a module. */
function isStdout(file: BigIntStats): boolean {
  try {
    const stdout = fstatSync(1, { bigint: true });
    return stdout.isFile() && stdout.ino === file.ino && stdout.dev === file.dev;
  } catch {
    return false;
  }
}

function unusable(file: string, cause: unknown): FaceGpuError {
  return new FaceGpuError(
    'file-unwritable',
    `${file} can't keep results: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
    'Name a file that can be read and written.',
    { cause },
  );
}
