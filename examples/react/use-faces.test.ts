import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Server, serve } from '@facegpu/chromium';
// No hook of React's.
import { useChromium as chromium } from '@facegpu/chromium/testing';
import { directory } from '@facegpu/models';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { esbuildWgsl } from '../../tools/build/wgsl.mjs';

const faceApi = createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json');
let folder = '';
let server: Server;
const browserFor = chromium();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'facegpu-react-'));
  await build({
    entryPoints: [fileURLToPath(new URL('testing/main.tsx', import.meta.url))],
    outdir: folder,
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    platform: 'browser',
    conditions: ['facegpu-source'],
    plugins: [esbuildWgsl({ minify: true })],
    logLevel: 'warning',
  });
  server = await serve('<!doctype html><script type="module" src="/page/main.js"></script>', {
    '/page/': folder,
    '/models/': fileURLToPath(directory),
    '/samples/': path.join(path.dirname(faceApi), 'demo'),
  });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

it('shows a picture with its faces', async (test) => {
  const page = await browserFor(test).newPage();
  await page.goto(server.address);
  const caption = page.locator('figcaption');
  await caption.getByText(/^\d+ faces$/).waitFor({ timeout: 100_000 });
  expect(await caption.textContent()).toBe('3 faces');
  expect(await page.locator('canvas').getAttribute('width')).not.toBeNull();
});
