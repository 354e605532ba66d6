import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../../../shared/data/', import.meta.url);

/** A file or folder of the data that isn't part of the project; ends the test as skipped without it. */
export function sharedData(name: string, skip: (note: string) => never): string {
  return findSharedData(name) ?? skip(`../shared/data/${name} is not there`);
}

/** The same, and nothing where it isn't there. */
export function findSharedData(name: string): string | undefined {
  const file = fileURLToPath(new URL(name, folder));
  return existsSync(file) ? file : undefined;
}
