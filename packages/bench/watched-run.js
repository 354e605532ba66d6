import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

/** @typedef {{ second: number, mebibytes: number }} Sample */
/**
 * @typedef {object} Watched
 * @property {number} seconds
 * @property {number} processorSeconds of all cores
 * @property {readonly Sample[]} samples what it has in memory, as it runs
 * @property {string} output
 */

const cli = fileURLToPath(new URL('../pipeline/dist/cli.js', import.meta.url));
/** The kernel counts processor time in hundredths of a second. */
const ticks = 100;
const page = 4096;

/**
 * Runs a command of `facegpu` and looks at its memory twice a second, on Linux.
 *
 * @param {readonly string[]} args
 * @param {{ killAfter?: (output: string) => boolean }} [options] `killAfter` says by its output when it is killed
 * @returns {Promise<Watched>}
 */
export function watch(args, { killAfter } = {}) {
  return watchScript([cli, ...args], { killAfter });
}

/**
 * Runs a script of Node in the same way.
 *
 * @param {readonly string[]} args
 * @param {{ killAfter?: ((output: string) => boolean) | undefined }} [options]
 * @returns {Promise<Watched>}
 */
export async function watchScript(args, { killAfter } = {}) {
  const start = performance.now();
  // The process that works is the one that is watched, without another that passes on what it says.
  const env = { ...process.env, FACEGPU_STDERR: 'all' };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  /** @type {Sample[]} */
  const samples = [];
  let processorSeconds = 0;
  const look = setInterval(() => {
    const own = usage(child.pid);
    if (!own) return;
    processorSeconds = own.processorSeconds;
    samples.push({ second: seconds(start), mebibytes: own.mebibytes });
  }, 500);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    if (killAfter?.(output)) child.kill('SIGKILL');
  });
  const [code, signal] = await new Promise((resolve) => {
    child.on('close', (code, signal) => resolve([code, signal]));
  });
  clearInterval(look);
  if (code !== 0 && !(killAfter && signal === 'SIGKILL')) {
    throw new Error(`${args.slice(0, 3).join(' ')} ended with ${code ?? signal}`);
  }
  return { seconds: seconds(start), processorSeconds, samples, output };
}

/** The most of what was seen. @param {readonly Sample[]} samples */
export function most(samples) {
  return Math.round(Math.max(...samples.map(({ mebibytes }) => mebibytes)));
}

export const cores = os.availableParallelism();

/** @param {number} start */
function seconds(start) {
  return (performance.now() - start) / 1000;
}

/** Nothing where the process has ended. @param {number | undefined} pid */
function usage(pid) {
  try {
    const [, resident] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number);
    // What follows the name, which may have anything in it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return {
      mebibytes: (resident * page) / 2 ** 20,
      processorSeconds: (Number(stat[11]) + Number(stat[12])) / ticks,
    };
  } catch {
    return undefined;
  }
}
