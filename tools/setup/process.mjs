import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';

/** What ends this process ends the command first. */
const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** How long a command may take to end when it is told to, in milliseconds. */
const grace = 5000;

/**
 * Runs a command to its end and passes on what it prints; `quiet` keeps stdout off. A signal that would
 * end this process ends the command, then this process.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, family?: boolean }} [options] with
 *   `family`, nothing that the command has started outlives it; it can't ask on the terminal then
 * @returns {Promise<number>} the exit code; 128 and its number where a signal ended the command
 */
export function run(command, args, { cwd, env, quiet = false, family = false } = {}) {
  // Windows has no groups of processes.
  const group = family && process.platform !== 'win32';
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'],
      detached: group,
    });
    /** @type {NodeJS.Signals | undefined} */
    let received;
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      received = signal;
      if (!group) child.kill(signal);
      else {
        signalGroup(child.pid, signal);
        setTimeout(signalGroup, grace, child.pid, 'SIGKILL').unref();
      }
    };
    for (const signal of forwarded) process.on(signal, passOn);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const signal of forwarded) process.off(signal, passOn);
      if (group) signalGroup(child.pid, 'SIGKILL');
      if (received) process.kill(process.pid, received);
      else resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * @param {number | undefined} leader
 * @param {NodeJS.Signals} signal
 */
function signalGroup(leader, signal) {
  try {
    if (leader) process.kill(-leader, signal);
  } catch {
    // All of them have ended.
  }
}

/**
 * The output of a short command, or `undefined` where it fails or isn't there.
 *
 * @param {string} command
 * @param {readonly string[]} args
 */
export function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
}
