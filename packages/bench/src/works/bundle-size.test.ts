import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundleSize } from './bundle-size.ts';

/** kB, minified and gzipped. */
const most = 74;

it('a page loads little for a whole pipeline', async ({ task }) => {
  const size = await bundleSize();
  const says = `@facegpu/pipeline: ${size.toFixed(1)} kB minified and gzipped (${most} at most)`;
  Object.assign(task.meta, { says });
  expect(size).toBeLessThanOrEqual(most);
  // Less would mean that something is missing.
  expect(size).toBeGreaterThan(most / 2);
});

it('a page without a bundler does too', async () => {
  const file = new URL('../../../pipeline/dist/facegpu.min.js', import.meta.url);
  expect(gzipSync(await readFile(file), { level: 9 }).byteLength / 1000).toBeLessThanOrEqual(most);
});
