import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './packages.mjs';
import { esbuildWgsl } from './wgsl.mjs';

const source = path.join(root, 'examples/browser');

/** The folder of the demo page, ready to be served. */
export const demoPage = path.join(source, 'dist');

/** Bundles the demo page into a folder: a script, a style sheet, and what it shows. */
export async function bundleDemoPage(folder = demoPage) {
  await rm(folder, { recursive: true, force: true });
  await build({
    entryPoints: {
      main: path.join(source, 'src/main.ts'),
      'facegpu-worker': path.join(source, 'src/facegpu-worker.ts'),
      style: path.join(source, 'src/style/main.css'),
    },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['es2022', 'chrome123', 'firefox128', 'safari17.5'],
    conditions: ['facegpu-source'],
    plugins: [esbuildWgsl({ minify: true })],
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'icon.svg']) {
    await copyFile(path.join(source, file), path.join(folder, file));
  }
}
