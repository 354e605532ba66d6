import { spawnSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtPackages, root } from './packages.mjs';

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
  for (const folder of builtPackages) {
    await cp(path.join(out, folder, 'src'), path.join(root, folder, 'dist'), {
      recursive: true,
      filter: (file) => !/\.test\.d\.ts$|[/\\]testing([/\\]|$)/.test(file),
    });
    await referToWebgpu(path.join(root, folder));
  }
}

/**
 * Our own sources get the types of WebGPU from the workspace; those who install a package need a
 * reference to them.
 *
 * @param {string} folder of a package
 */
async function referToWebgpu(folder) {
  const { dependencies = {} } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  );
  if (!('@webgpu/types' in dependencies)) return;
  const file = path.join(folder, 'dist/index.d.ts');
  const reference = '/// <reference types="@webgpu/types" />\n';
  await writeFile(file, `${reference}${await readFile(file, 'utf8')}`);
}
