import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from '../setup/log.mjs';
import { compress } from './compress.mjs';
import { copyLibraries } from './libraries.mjs';
import { stageData, stageDawn, stageProgram } from './stage.mjs';

/** Bytes that a kit may have. */
const most = 50 * 2 ** 20;

/** What lies in the archives, all of which are unpacked in one place. */
const parts = {
  program: stageProgram,
  dawn: stageDawn,
  data: stageData,
  node: stageNode,
  libraries: (/** @type {string} */ folder) => copyLibraries(path.join(folder, 'lib')),
};

/** @param {string} folder */
async function stageNode(folder) {
  await mkdir(path.join(folder, 'bin'), { recursive: true });
  await copyFile(process.execPath, path.join(folder, 'bin/node'));
}

/**
 * Makes a folder that runs the benchmark on a bare x86-64 machine with Linux and a GPU: `run`, and
 * archives of the program, of Dawn, of models and photos, of Node, and of libraries.
 *
 * @param {string} folder is emptied first
 * @returns {Promise<Record<string, number>>} the bytes of each of its files
 * @throws SetupError where this machine is another one, or the folder becomes too large
 */
export async function pack(folder) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `this machine is ${process.platform} ${process.arch}: make the folder on x86-64 Linux, whose Node and libraries it takes along.`,
    );
  }
  const room = await mkdtemp(path.join(tmpdir(), 'facegpu-kit-'));
  try {
    for (const [part, stage] of Object.entries(parts)) await stage(path.join(room, part));
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const part of Object.keys(parts)) {
      await compress(path.join(room, part), path.join(folder, `${part}.tar.xz`));
    }
  } finally {
    await rm(room, { recursive: true });
  }
  await copyFile(fileURLToPath(new URL('run.sh', import.meta.url)), path.join(folder, 'run'));
  const sizes = await sizesOf(folder);
  const whole = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  if (whole > most) throw new SetupError(`the folder has ${whole} bytes, more than ${most}`);
  return sizes;
}

/** @param {string} folder */
async function sizesOf(folder) {
  const names = await readdir(folder);
  const sizes = names.map(async (name) => [name, (await stat(path.join(folder, name))).size]);
  return Object.fromEntries(await Promise.all(sizes));
}
