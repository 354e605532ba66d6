import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What a command of `facegpu` prints as JSON; what it says on the way is shown.
 *
 * @param {readonly string[]} args with whole paths
 */
export function jsonOf(...args) {
  const command = ['tools/setup/facegpu.mjs', ...args, '--json'];
  const { status, stdout } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`facegpu ${args.slice(0, 2).join(' ')} ended with ${status}`);
  return JSON.parse(stdout);
}
