import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { esbuildWgsl } from '../../../../tools/build/wgsl.mjs';
import { bundlePage } from './bundle-size.ts';

/** kB, minified and gzipped, at most, of what is loaded to begin with. */
const pages = [
  ['finds and compares faces', '{ FacePipeline }', 70.5],
  ['has a gallery too', '{ FacePipeline, Gallery }', 86],
  ['uses everything, optional parts too', '*', 96.5],
] as const;

it.for(pages)('a page that %s loads little', async ([name, what, most], { task }) => {
  const { size } = await bundlePage(what);
  Object.assign(task.meta, {
    says: `a page that ${name}: ${size.toFixed(1)} kB minified and gzipped (${most} at most)`,
  });
  // Less would mean that something is missing.
  expect(size).toBeGreaterThan(most / 2);
  if (size > most) expect.fail(`${size} kB, ${most} at most\n${await weigh(what)}`);
});

it('a page without a bundler does too', async () => {
  // In one file, with what others import when they want it.
  const [what, most] = ['*', 125.5];
  const file = new URL('../../../pipeline/dist/facegpu.min.js', import.meta.url);
  const size = gzipSync(await readFile(file), { level: 9 }).byteLength / 1000;
  if (size > most) expect.fail(`facegpu.min.js: ${size} kB, ${most} at most\n${await weigh(what)}`);
});

/** What has an entry of its own, or must be imported to be loaded. */
const optional = [
  /^packages\/nn\/src\/onnx\//,
  /^packages\/nn\/src\/operators\/all\.ts$/,
  /^tools\//,
  /\bnode_modules\b/,
];

it.each(pages)('a page that %s has no importer and not all operators', async (_, what) => {
  const { parts } = await bundlePage(what, [esbuildWgsl({ minify: true })]);
  const files = parts.map(({ file }) => file);
  expect(files).toContain('packages/nn/src/operators/basic.ts');
  expect(files.filter((file) => optional.some((pattern) => pattern.test(file)))).toEqual([]);
});

it('a page without a gallery loads nothing that searches, and no other library’s way', async () => {
  const { parts } = await bundlePage('{ FacePipeline }', [esbuildWgsl({ minify: true })]);
  const files = parts.map(({ file }) => file);
  expect(
    files.filter((file) =>
      /\/(top-k|nearest|distance|range|flat-index|compat-program)\b/.test(file),
    ),
  ).toEqual([]);
});

/** The modules of a page, the heaviest first, with their bytes before gzip. */
async function weigh(what: string): Promise<string> {
  const { parts } = await bundlePage(what, [esbuildWgsl({ minify: true })]);
  const lines = parts.map(({ file, bytes }) => `${String(bytes).padStart(7)}  ${file}`);
  return ['bytes, minified:', ...lines].join('\n');
}
