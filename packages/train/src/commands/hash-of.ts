import { createHash } from 'node:crypto';

/** One hash of all that a training must find again to go on. */
export function hashOf(parts: Iterable<string | NodeJS.ArrayBufferView>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
