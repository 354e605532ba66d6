import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { esbuildWgsl } from './wgsl.mjs';

/**
 * What pages that carry everything within themselves are made of: `import html from './page.html?raw'` is the
 * text of a file, `import script from './page.ts?script'` a module and all it imports, as one classic script.
 *
 * @returns {import('esbuild').Plugin}
 */
export function esbuildPage() {
  return {
    name: 'page',
    setup(build) {
      build.onResolve({ filter: /\?(raw|script)$/ }, ({ path: name, resolveDir }) => {
        const [file, kind] = name.split('?');
        return { path: path.resolve(resolveDir, file), namespace: kind };
      });
      build.onLoad({ filter: /./, namespace: 'raw' }, async ({ path: file }) => {
        return { contents: await readFile(file), loader: 'text' };
      });
      build.onLoad({ filter: /./, namespace: 'script' }, async ({ path: file }) => {
        return { contents: await bundleScript(file), loader: 'text' };
      });
    },
  };
}

/**
 * Scripts for vite and vitest, which have `?raw` themselves.
 *
 * @returns {import('vitest/config').ViteUserConfig['plugins'] extends (infer P)[] | undefined ? P : never}
 */
export function vitePage() {
  return {
    name: 'page',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('?script')) return undefined;
      return `export default ${JSON.stringify(await bundleScript(id.slice(0, -'?script'.length)))};`;
    },
  };
}

/** @param {string} file */
async function bundleScript(file) {
  const { outputFiles } = await build({
    entryPoints: [file],
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['facegpu-source'],
    plugins: [esbuildWgsl({ minify: false })],
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}
