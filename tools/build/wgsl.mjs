import { readFile } from 'node:fs/promises';

/**
 * Removes comments, blank lines and indentation from a WGSL source. The markers of the prelude stay:
 * specialising replaces what is between them.
 *
 * @param {string} source
 */
export function minifyWgsl(source) {
  return source
    .split('\n')
    .map((line) => (/^\/\/ (end )?prelude$/.test(line) ? line : line.replace(/\/\/.*$/, '').trim()))
    .filter((line) => line !== '')
    .join('\n')
    .concat('\n');
}

/**
 * Loads `import source from './kernel.wgsl'` as a string in esbuild.
 *
 * @param {{ minify: boolean }} options
 * @returns {import('esbuild').Plugin}
 */
export function esbuildWgsl({ minify }) {
  return {
    name: 'wgsl',
    setup(build) {
      build.onLoad({ filter: /\.wgsl$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        return { contents: minify ? minifyWgsl(source) : source, loader: 'text' };
      });
    },
  };
}

/**
 * The same for vite and vitest; sources stay as they are, so that errors show their lines.
 *
 * @returns {import('vitest/config').ViteUserConfig['plugins'] extends (infer P)[] | undefined ? P : never}
 */
export function viteWgsl() {
  return {
    name: 'wgsl',
    transform(source, id) {
      if (!id.endsWith('.wgsl')) return undefined;
      return { code: `export default ${JSON.stringify(source)};`, map: null };
    },
  };
}
