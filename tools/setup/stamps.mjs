import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../build/packages.mjs';

const folder = path.join(root, '.cache/stamps');

/**
 * Does a piece of work unless it was done before from the same sources.
 *
 * @param {string} name
 * @param {string} fingerprint of everything that the work depends on
 * @param {boolean} done whether what it made is still there
 * @param {() => Promise<void>} work
 */
export async function once(name, fingerprint, done, work) {
  const file = path.join(folder, name);
  const last = await readFile(file, 'utf8').catch(() => '');
  if (done && last === fingerprint) return;
  await work();
  await mkdir(folder, { recursive: true });
  await writeFile(file, fingerprint);
}

/**
 * A fingerprint of files by name, size and time of change; folders are walked.
 *
 * @param {readonly string[]} paths relative to the root
 */
export async function fingerprint(paths) {
  const hash = createHash('sha256').update(process.version).update(process.arch);
  for (const file of paths) await addTo(hash, path.join(root, file));
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} file
 */
async function addTo(hash, file) {
  const stats = await stat(file).catch(() => undefined);
  if (!stats) return;
  if (!stats.isDirectory()) {
    hash.update(`${file} ${stats.size} ${stats.mtimeMs}\n`);
    return;
  }
  const names = await readdir(file);
  for (const name of names.sort()) {
    if (name !== 'node_modules' && name !== 'dist') await addTo(hash, path.join(file, name));
  }
}
