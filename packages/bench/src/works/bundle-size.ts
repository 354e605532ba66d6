import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);

/** What a page loads to begin with, minified, without weights, and without what it may import later. */
export interface Bundle {
  /** Gzipped, as well as gzip can: kB of 1000 bytes. */
  readonly size: number;
  /** What it consists of, the largest first: files of this repository, if built from sources. */
  readonly parts: readonly { readonly file: string; readonly bytes: number }[];
}

/**
 * Bundles a page that uses some of `@facegpu/pipeline`: with esbuild, and with names by terser, as
 * `facegpu.min.js` is made and as webpack minifies.
 *
 * @param what the names, as an export statement has them: `*`, or `{ FacePipeline }`
 * @param plugins what sources need; without it, the packages as they are published are bundled
 */
export async function bundlePage(
  what: string,
  plugins?: import('esbuild').Plugin[],
): Promise<Bundle> {
  const { build } = require('esbuild') as typeof import('esbuild');
  const { minify } = require('terser') as typeof import('terser');
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export ${what} from '@facegpu/pipeline';`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    absWorkingDir: fileURLToPath(new URL('../../../..', import.meta.url)),
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    splitting: true,
    outdir: 'page',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['@facegpu/models'],
    ...(plugins && { conditions: ['facegpu-source'], plugins }),
    logLevel: 'silent',
  });
  const loaded = loadedAtOnce(metafile.outputs);
  const codes = outputFiles.filter(({ path }) => loaded.some((name) => path.endsWith(name)));
  const minified = await Promise.all(
    codes.map(({ text }) => minify(text, { module: true, ecma: 2020 })),
  );
  const sizes = minified.map(({ code = '' }) => gzipSync(code, { level: 9 }).byteLength);
  const parts = loaded
    .flatMap((name) => Object.entries(metafile.outputs[name].inputs))
    .map(([file, { bytesInOutput: bytes }]) => ({ file, bytes }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
  return { size: sizes.reduce((sum, size) => sum + size, 0) / 1000, parts };
}

/** The first script and all that it imports by statements: the names of the files. */
function loadedAtOnce(outputs: import('esbuild').Metafile['outputs']): string[] {
  const loaded = Object.keys(outputs).filter((name) => outputs[name].entryPoint === '<stdin>');
  for (const name of loaded) {
    for (const { path, kind } of outputs[name].imports) {
      if (kind === 'import-statement' && !loaded.includes(path) && outputs[path]) loaded.push(path);
    }
  }
  return loaded;
}
