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
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['@facegpu/models'],
    plugins: [leaveForLater, ...(plugins ?? [])],
    ...(plugins && { conditions: ['facegpu-source'] }),
    logLevel: 'silent',
  });
  const [{ text }] = outputFiles;
  const { code = '' } = await minify(text, { module: true, ecma: 2020 });
  const [{ inputs }] = Object.values(metafile.outputs);
  const parts = Object.entries(inputs)
    .map(([file, { bytesInOutput: bytes }]) => ({ file, bytes }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
  return { size: gzipSync(code, { level: 9 }).byteLength / 1000, parts };
}

/** What is imported when it is wanted is another file, which takes from the first what they share. */
const leaveForLater: import('esbuild').Plugin = {
  name: 'later',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path }) => {
      return kind === 'dynamic-import' ? { path, external: true } : undefined;
    });
  },
};
