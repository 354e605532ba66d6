import path from 'node:path';
import { build } from 'esbuild';
import { root } from './packages.mjs';
import { esbuildWgsl } from './wgsl.mjs';

/** What the benchmark runs in a browser. */
export const benchPage = path.join(root, 'packages/bench/dist/page/page.js');

/** Bundles it with everything that takes part; WASM comes in files of its own. */
export async function bundleBenchPage() {
  await build({
    entryPoints: [path.join(root, 'packages/bench/src/browser/page.ts')],
    outfile: benchPage,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['facegpu-source', 'onnxruntime-web-use-extern-wasm'],
    plugins: [esbuildWgsl({ minify: true }), oneTensorFlow],
    logLevel: 'warning',
  });
}

/**
 * `@vladmandic/face-api` imports files of TensorFlow.js. It must get the packages that others require,
 * since each copy has backends of its own.
 *
 * @type {import('esbuild').Plugin}
 */
const oneTensorFlow = {
  name: 'one TensorFlow.js',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^@tensorflow\/[^/]+\/dist\/index\.js$/ }, ({ path, ...args }) => {
      const [name] = path.split('/dist/');
      return resolve(name, { resolveDir: args.resolveDir, kind: 'require-call' });
    });
  },
};
