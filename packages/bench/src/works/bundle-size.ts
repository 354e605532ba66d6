import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);

/** What a page loads for all of `@facegpu/pipeline`, minified and gzipped, without weights: kB. */
export async function bundleSize(): Promise<number> {
  const { build } = require('esbuild') as typeof import('esbuild');
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from '@facegpu/pipeline';",
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    external: ['@facegpu/models'],
    logLevel: 'silent',
  });
  const [{ contents }] = outputFiles;
  return gzipSync(contents, { level: 9 }).byteLength / 1000;
}
