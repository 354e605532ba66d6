import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './packages.mjs';
import { esbuildWgsl } from './wgsl.mjs';

/** The examples that are pages, with the script of each one's worker. */
const workers = { browser: 'facegpu-worker', 'train-in-browser': 'trainer-worker' };

/** @typedef {keyof typeof workers} Example */

export const examples = /** @type {Example[]} */ (Object.keys(workers));

/**
 * The folder of an example's page, ready to be served.
 *
 * @param {Example} example
 */
export function demoPage(example) {
  return path.join(root, 'examples', example, 'dist');
}

/**
 * Bundles the page of an example into a folder: scripts, a style sheet, and what it shows.
 *
 * @param {Example} example
 */
export async function bundleDemoPage(example, folder = demoPage(example)) {
  const source = path.join(root, 'examples', example);
  const worker = workers[example];
  await rm(folder, { recursive: true, force: true });
  await build({
    entryPoints: {
      main: path.join(source, 'src/main.ts'),
      [worker]: path.join(source, `src/${worker}.ts`),
      style: path.join(source, 'src/style/main.css'),
    },
    outdir: folder,
    bundle: true,
    // What page and worker have in common is loaded once, and what is imported later when it is wanted.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['es2022', 'chrome123', 'firefox128', 'safari17.5'],
    conditions: ['facegpu-source'],
    plugins: [esbuildWgsl({ minify: true })],
    logLevel: 'warning',
  });
  await copyFile(path.join(source, 'index.html'), path.join(folder, 'index.html'));
  // All examples have one icon.
  const icon = path.join(root, 'examples/browser/icon.svg');
  await copyFile(icon, path.join(folder, 'icon.svg'));
}
