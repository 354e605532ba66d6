import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../build/packages.mjs';
import { esbuildWgsl } from '../build/wgsl.mjs';

const source = path.join(root, 'packages/bench/src');

/** Tests that need nothing of Node but a GPU. */
const tested = ['packages/kernels/src', 'packages/nn/src'];

/**
 * Bundles what a kit runs: the program that starts the sections, the sections themselves, and cold
 * starts. TensorFlow.js and all tests are in it, Dawn is not.
 *
 * @param {string} folder
 * @param {readonly string[]} testFiles relative to the root
 */
export async function bundleKit(folder, testFiles) {
  await build({
    absWorkingDir: root,
    entryPoints: {
      main: path.join(source, 'kit/main.ts'),
      section: path.join(source, 'kit/run-section.ts'),
      cold: path.join(source, 'cold-child.ts'),
    },
    outdir: folder,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    // Names of classes stand in errors, and in what tests expect of them.
    keepNames: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['facegpu-source', 'facegpu-kit'],
    external: ['webgpu', 'sharp', '@facegpu/models'],
    alias: { vitest: path.join(source, 'kit/runner/vitest.ts') },
    // What was made for CommonJS requires modules of Node's.
    banner: {
      js: `import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);`,
    },
    plugins: [esbuildWgsl({ minify: false }), testsOf(testFiles)],
    logLevel: 'error',
  });
}

/** The test files that a kit runs, relative to the root. */
export async function findTests() {
  const files = await Promise.all(
    tested.map(async (folder) => {
      const names = await readdir(path.join(root, folder), { recursive: true });
      return names
        .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.node.test.ts'))
        .map((name) => path.posix.join(folder, name));
    }),
  );
  return files.flat().sort();
}

/**
 * The module `#kit-tests`: each file by its name, not run before it is asked for.
 *
 * @param {readonly string[]} files
 * @returns {import('esbuild').Plugin}
 */
function testsOf(files) {
  const entries = files.map((file) => {
    return `${JSON.stringify(file)}: () => import(${JSON.stringify(path.join(root, file))}),`;
  });
  return {
    name: 'tests of a kit',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^#kit-tests$/ }, () => ({ path: 'tests', namespace: 'kit' }));
      onLoad({ filter: /.*/, namespace: 'kit' }, () => ({
        contents: `export const testFiles = {\n${entries.join('\n')}\n};`,
        resolveDir: root,
      }));
    },
  };
}
