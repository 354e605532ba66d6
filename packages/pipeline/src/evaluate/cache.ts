import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';

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
      throw unusable(file, error.code ?? String(error), error);
    });
    for (const line of text.split('\n')) {
      const entry = parse(line);
      if (entry) entries.set(entry.key, entry.descriptor);
    }
    // A line that was cut off must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n');
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
    try {
      await appendFile(this.#file, `${JSON.stringify({ key, descriptor })}\n`);
    } catch (cause) {
      throw unusable(this.#file, (cause as NodeJS.ErrnoException).code ?? String(cause), cause);
    }
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

function unusable(file: string, reason: string, cause: unknown): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${file} can't serve as a cache: ${reason}`,
    'Name a file that can be written.',
    { cause },
  );
}
