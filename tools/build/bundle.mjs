import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { minify } from 'terser';
import { writeLicences } from './licences.mjs';
import { builtPackages, readPackage, root } from './packages.mjs';
import { esbuildPage } from './page.mjs';
import { esbuildWgsl } from './wgsl.mjs';

/** Bundles every package into its `dist`: ES modules, with the shaders as plain strings. */
export async function bundlePackages() {
  for (const folder of builtPackages) {
    const { entries, externals } = await readPackage(folder);
    const outdir = path.join(root, folder, 'dist');
    await rm(outdir, { recursive: true, force: true });
    const { metafile } = await build({
      absWorkingDir: root,
      metafile: true,
      entryPoints: entries,
      outbase: path.join(root, folder, 'src'),
      outdir,
      bundle: true,
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      format: 'esm',
      platform: 'neutral',
      target: 'es2022',
      // As a comment, so that the second pass takes it up.
      sourcemap: 'inline',
      conditions: ['facegpu-source'],
      mainFields: ['module', 'main'],
      loader: { '.ttf': 'file' },
      external: ['node:*', '#*', ...externals],
      plugins: [esbuildWgsl({ minify: true }), esbuildPage()],
      logLevel: 'warning',
    });
    await markCalls(Object.keys(metafile.outputs));
    await writeLicences(metafile, outdir);
  }
  await bundleStandalone();
}

/**
 * Marks each call of a function that is declared free of side effects, and puts the source map beside the file.
 * Between modules the first pass leaves the marks to the declaration, which webpack doesn't read.
 *
 * @param {readonly string[]} outputs relative to the root
 */
async function markCalls(outputs) {
  for (const output of outputs.filter((name) => name.endsWith('.js'))) {
    const file = path.join(root, output);
    const { code, map } = await transform(await readFile(file, 'utf8'), {
      target: 'es2022',
      sourcemap: 'external',
      sourcefile: file,
    });
    await writeFile(file, `${code}//# sourceMappingURL=${path.basename(file)}.map\n`);
    await writeFile(`${file}.map`, map);
  }
}

/**
 * One file for pages without a bundler: the pipeline and all below it, for browsers. It gets its names
 * from terser, which takes the letters that are frequent anyway: gzip makes less of them.
 */
async function bundleStandalone() {
  const outfile = path.join(root, 'packages/pipeline/dist/facegpu.min.js');
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'packages/pipeline/src/standalone.ts')],
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['facegpu-source'],
    plugins: [esbuildWgsl({ minify: true })],
    logLevel: 'warning',
  });
  const { code = '' } = await minify(outputFiles[0].text, { module: true, ecma: 2020 });
  await writeFile(outfile, code);
}
