import { readFile } from 'node:fs/promises';

/** The block that specialising a shader replaces, with the markers around it. */
const prelude = /(?<=\/\/ prelude\n)[\s\S]*?(?=\/\/ end prelude\n)/;

/**
 * Removes comments, blank lines, spaces around punctuation, and the defaults between the markers of the
 * prelude, where specialising puts others. Lines that begin with an attribute stay as they are: bindings
 * are read off the source.
 *
 * @param {string} source
 */
export function minifyWgsl(source) {
  return source
    .replace(prelude, '')
    .split('\n')
    .map((line) =>
      /^\/\/ (end )?prelude$/.test(line) ? line : squeeze(line.replace(/\/\/.*$/, '')),
    )
    .filter((line) => line !== '')
    .join('\n')
    .concat('\n');
}

/** @param {string} line */
function squeeze(line) {
  const trimmed = line.trim();
  // Two signs that meet would become another operator.
  return trimmed.startsWith('@')
    ? trimmed
    : trimmed.replace(/(?<![-+]) ?([*/<>=!&|%^?:;,(){}[\]]+|[-+](?=[^-+])) ?(?![-+])/g, '$1');
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
