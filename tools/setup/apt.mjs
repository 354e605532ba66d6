import { log, SetupError } from './log.mjs';
import { output, run } from './process.mjs';

/**
 * What has to stand in front of a command that needs root; `undefined` where nobody may.
 *
 * @param {{ ask: boolean }} how whether sudo may ask for the password
 * @returns {string[] | undefined}
 */
export function privilege({ ask }) {
  if (process.getuid?.() === 0) return [];
  if (output('sudo', ['-n', 'true']) !== undefined) return ['sudo'];
  return ask && process.stdin.isTTY && output('sudo', ['--version']) ? ['sudo'] : undefined;
}

/**
 * Refreshes the lists of packages.
 *
 * @param {readonly string[]} sudo
 */
export async function update(sudo) {
  log.step('refreshing the lists of packages (apt-get update)');
  await apt(sudo, ['update', '-qq']);
}

/**
 * Installs packages.
 *
 * @param {readonly string[]} sudo
 * @param {readonly string[]} packages
 * @param {string} [suite] from which, where it isn't the release itself
 */
export async function install(sudo, packages, suite) {
  const target = suite ? ['-t', suite] : [];
  await apt(sudo, ['install', '-y', '-qq', '--no-install-recommends', ...target, ...packages]);
}

/**
 * The version of a package that apt would install; `undefined` where it knows none.
 *
 * @param {string} name
 */
export function candidate(name) {
  const policy = output('apt-cache', ['policy', name]) ?? '';
  const version = /Candidate: (\S+)/.exec(policy)?.[1];
  return version === '(none)' ? undefined : version;
}

/**
 * @param {readonly string[]} sudo
 * @param {readonly string[]} args
 */
async function apt(sudo, args) {
  const [command = '', ...rest] = [...sudo, 'apt-get', ...args];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const code = await run(command, rest, { quiet: true, env });
  if (code !== 0) throw new SetupError(`apt-get ${args[0]} failed.`);
}
