import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { type ErrorCode, FaceGpuError } from '@facegpu/kernels';

/** What was found in a photo: a descriptor, or no face. */
export type CachedDescriptor = readonly number[] | null;

/**
 * Descriptors in a file, a line of JSON each, so that a run that was stopped goes on where it was. A
 * last line that was cut off is left out and measured again.
 */
export class DescriptorCache {
  readonly #file: string | undefined;
  readonly #entries: Map<string, CachedDescriptor>;

  private constructor(file: string | undefined, entries: Map<string, CachedDescriptor>) {
    this.#file = file;
    this.#entries = entries;
  }

  /** Opens a cache; without a file it forgets everything. */
  static async open(file: string | undefined): Promise<DescriptorCache> {
    const entries = new Map<string, CachedDescriptor>();
    if (file === undefined) return new DescriptorCache(file, entries);
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw unusable('file-unreadable', file, error);
    });
    for (const line of text.split('\n')) {
      const entry = parse(line);
      if (entry) entries.set(entry.key, entry.descriptor);
    }
    // A line that was cut off must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) await append(file, '');
    return new DescriptorCache(file, entries);
  }

  /** Names what a descriptor depends on: the file's bytes and how it was made. */
  static key(bytes: Uint8Array, settings: unknown): string {
    return createHash('sha256').update(bytes).update(JSON.stringify(settings)).digest('hex');
  }

  get(key: string): CachedDescriptor | undefined {
    return this.#entries.get(key);
  }

  async set(key: string, descriptor: CachedDescriptor): Promise<void> {
    this.#entries.set(key, descriptor);
    if (this.#file === undefined) return;
    await append(this.#file, JSON.stringify({ key, descriptor }));
  }
}

function parse(line: string): { key: string; descriptor: CachedDescriptor } | undefined {
  try {
    const { key, descriptor } = JSON.parse(line) as { key?: unknown; descriptor?: unknown };
    const usable = descriptor === null || Array.isArray(descriptor);
    return typeof key === 'string' && usable ? { key, descriptor } : undefined;
  } catch {
    return undefined;
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
