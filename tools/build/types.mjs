import { spawnSync } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { builtPackages, readManifest, root } from './packages.mjs';

/** Writes the type declarations of every package into its `dist`. */
export async function declareTypes() {
  const out = path.join(root, '.cache/types');
  await rm(out, { recursive: true, force: true });
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly'];
  const { status } = spawnSync(
    process.execPath,
    [tsc, '-p', path.join(root, 'tsconfig.json'), ...options, '--rootDir', root, '--outDir', out],
    { stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) throw new Error('the types have errors');
  // What it imports is installed by set-up, which imports this.
  const { adaptDeclarations } = await import('./platform-types.mjs');
  for (const folder of builtPackages) {
    await cp(path.join(out, folder, 'src'), path.join(root, folder, 'dist'), {
      recursive: true,
      filter: (file) => !/\.test\.d\.ts$|[/\\]testing([/\\]|$)/.test(file),
    });
    await adaptDeclarations(path.join(root, folder, 'dist'), await declarationsOf(folder));
  }
}

/**
 * The declarations that a package's exports lead to, relative to its `dist`.
 *
 * @param {string} folder
 */
async function declarationsOf(folder) {
  const { exports = {} } = await readManifest(folder);
  return Object.values(exports)
    .map(({ types }) => types)
    .filter((types) => types !== undefined)
    .map((types) => path.relative('dist', types));
}
