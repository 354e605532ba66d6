// Writes the prelude of every .wgsl file from what its contract declares.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './packages.mjs';
import { esbuildWgsl } from './wgsl.mjs';

const sources = path.join(root, 'packages/kernels/src');

/**
 * Writes the preludes that are not as their contracts render them.
 *
 * @returns {Promise<string[]>} the files that changed, relative to the kernels' sources
 */
export async function writePreludes() {
  const { shaders, replacePrelude } = await loadShaders();
  const changed = [];
  for (const shader of shaders) {
    const file = `${shader.name}.wgsl`;
    const before = await readFile(path.join(sources, file), 'utf8');
    const after = replacePrelude(before, shader.prelude({}));
    if (after === before) continue;
    await writeFile(path.join(sources, file), after);
    changed.push(file);
  }
  return changed;
}

/** The contracts as they stand in the sources, bundled in memory. */
async function loadShaders() {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { replacePrelude } from './shader/shader.ts';
        export { shaders } from './shader/shaders.ts';
      `,
      resolveDir: sources,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [esbuildWgsl({ minify: false })],
    logLevel: 'warning',
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const changed = await writePreludes();
  for (const file of changed) process.stdout.write(`${file}\n`);
  process.stdout.write(`preludes: ${changed.length} written\n`);
}
