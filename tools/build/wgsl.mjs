import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { minifyShaders } from './minify-wgsl.mjs';
import { root } from './packages.mjs';

const folder = path.join(root, 'packages/kernels/src');

/**
 * The shaders of this repository as they are published, by folder and file: `conv2d/grouped`.
 *
 * @returns {Promise<Map<string, string>>}
 */
export async function minifiedShaders() {
  const files = await readdir(folder, { recursive: true });
  const shaders = files.filter((file) => file.endsWith('.wgsl')).sort();
  const sources = await Promise.all(
    shaders.map(async (file) => {
      const source = await readFile(path.join(folder, file), 'utf8');
      return /** @type {const} */ ([nameOf(file), source]);
    }),
  );
  return minifyShaders(new Map(sources));
}

/** @param {string} file relative to the folder of all shaders */
function nameOf(file) {
  return file.replace(/\.wgsl$/, '').replaceAll(path.sep, '/');
}

/** @param {string} name of a shader */
function identifierOf(name) {
  return name.replaceAll(/\W/g, '_');
}

/**
 * Loads `import source from './kernel.wgsl'` as a string in esbuild. Minified, all come from one module,
 * side by side in the bundle: gzip finds what they share only within 32 kB. Whoever imports some of them
 * doesn't get the others.
 *
 * @param {{ minify: boolean }} options
 * @returns {import('esbuild').Plugin}
 */
export function esbuildWgsl({ minify }) {
  return {
    name: 'wgsl',
    setup(build) {
      if (!minify) {
        build.onLoad({ filter: /\.wgsl$/ }, async (file) => {
          return { contents: await readFile(file.path, 'utf8'), loader: 'text' };
        });
        return;
      }
      build.onLoad({ filter: /\.wgsl$/, namespace: 'file' }, (file) => {
        const identifier = identifierOf(nameOf(path.relative(folder, file.path)));
        return { contents: `export { ${identifier} as default } from 'facegpu:shaders';` };
      });
      build.onResolve({ filter: /^facegpu:shaders$/ }, () => {
        return { path: 'shaders', namespace: 'facegpu', sideEffects: false };
      });
      build.onLoad({ filter: /^shaders$/, namespace: 'facegpu' }, async () => {
        const lines = [...(await minifiedShaders())].map(
          ([name, source]) => `export const ${identifierOf(name)} = ${JSON.stringify(source)};`,
        );
        return { contents: lines.join('\n') };
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
