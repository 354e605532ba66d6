import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { shaders } from './shaders.ts';

it('every .wgsl file of the package is in the list', async () => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const files = await readdir(folder, { recursive: true });
  const names = files
    .filter((file) => file.endsWith('.wgsl'))
    .map((file) => file.slice(0, -'.wgsl'.length).replaceAll(path.sep, '/'));
  expect(shaders.map(({ name }) => name).sort()).toEqual(names.sort());
});
