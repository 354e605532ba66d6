import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../build/packages.mjs';
import { log, SetupError } from '../setup/log.mjs';

/** What was compressed before, by the hash of what it was made of. */
const cache = path.join(root, '.cache/gpu-kit');

/** Machine code shrinks further when its jumps are made absolute first. */
const command = `tar -C "$1" --sort=name --mtime=@0 --owner=0 --group=0 -c . |
  xz --threads=1 --x86 --lzma2=preset=6 --stdout > "$2"`;

/**
 * Compresses the files of a folder into one archive. It takes a minute or two for a hundred megabytes
 * that weren't compressed before.
 *
 * @param {string} folder
 * @param {string} archive
 */
export async function compress(folder, archive) {
  const known = path.join(cache, `${await hashOf(folder)}.tar.xz`);
  if (!(await stat(known).catch(() => undefined))) {
    log.step(`compressing ${path.basename(archive)}`);
    await mkdir(cache, { recursive: true });
    const part = `${known}.part`;
    const args = ['-o', 'pipefail', '-c', command, 'compress', folder, part];
    const { status, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
    if (status !== 0) {
      throw new SetupError(`tar and xz are needed, and one of them failed: ${stderr}`);
    }
    await rename(part, known);
  }
  await copyFile(known, archive);
}

/** @param {string} folder */
async function hashOf(folder) {
  const hash = createHash('sha256');
  const names = await readdir(folder, { recursive: true });
  for (const name of names.sort()) {
    const file = path.join(folder, name);
    if (!(await stat(file)).isFile()) continue;
    hash.update(`${name}\n`).update(await readFile(file));
  }
  return hash.digest('hex');
}
