import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { type ErrorCode, FaceGpuError } from '@facegpu/kernels';

/** How values are stored: the fields that a line has beside its key. */
export interface LineFormat<T> {
  encode(value: T): object;
  /** Nothing where the fields aren't those of a value. */
  decode(fields: object): T | undefined;
}

/**
 * Values in a file, a line of JSON each, so that a run that was stopped goes on where it was. A line that
 * was cut off is left out and measured again.
 */
export class LineCache<T> {
  readonly #file: string | undefined;
  readonly #format: LineFormat<T>;
  readonly #entries = new Map<string, T>();

  private constructor(file: string | undefined, format: LineFormat<T>) {
    this.#file = file;
    this.#format = format;
  }

  /**
   * Opens a cache; without a file it forgets everything.
   *
   * @throws FaceGpuError `file-unreadable`, `file-unwritable`
   */
  static async open<T>(file: string | undefined, format: LineFormat<T>): Promise<LineCache<T>> {
    const cache = new LineCache(file, format);
    if (file === undefined) return cache;
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw unusable('file-unreadable', file, error);
    });
    for (const line of text.split('\n')) cache.#take(line);
    // A line that was cut off must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) await append(file, '');
    return cache;
  }

  /** Names what a value depends on: a file's bytes and how it was made. */
  static key(bytes: Uint8Array, settings: unknown): string {
    return createHash('sha256').update(bytes).update(JSON.stringify(settings)).digest('hex');
  }

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  /** @throws FaceGpuError `file-unwritable` */
  async set(key: string, value: T): Promise<void> {
    this.#entries.set(key, value);
    if (this.#file === undefined) return;
    await append(this.#file, JSON.stringify({ key, ...this.#format.encode(value) }));
  }

  #take(line: string): void {
    try {
      const fields = JSON.parse(line) as { readonly key?: unknown };
      const value = this.#format.decode(fields);
      if (typeof fields.key === 'string' && value !== undefined) {
        this.#entries.set(fields.key, value);
      }
    } catch {
      // No line of a cache.
    }
  }
}

/** Ends a file with a line. */
async function append(file: string, line: string): Promise<void> {
  try {
    await appendFile(file, `${line}\n`);
  } catch (cause) {
    throw unusable('file-unwritable', file, cause);
  }
}

function unusable(code: ErrorCode, file: string, cause: unknown): FaceGpuError {
  return new FaceGpuError(
    code,
    `${file} can't serve as a cache: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
    'Name a file that can be read and written.',
    { cause },
  );
}
