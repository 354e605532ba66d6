import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../build/packages.mjs';
import { log, SetupError } from './log.mjs';
import { run } from './process.mjs';
import { fingerprint, once } from './stamps.mjs';

/** What only the tests and the benchmark need, which is more than all else. */
const peerPackages = [
  '@facegpu/bench',
  '@facegpu/bundlers',
  '@facegpu/conformance',
  '@facegpu/release',
];

/** Fetches the pinned pnpm into `.cache`, unless it is there. */
async function fetchPnpm() {
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const pinned = manifest.packageManager;
  const folder = path.join(root, '.cache', pinned);
  const bin = path.join(folder, 'node_modules/pnpm/bin/pnpm.mjs');
  if (existsSync(bin)) return bin;
  log.step(`fetching ${pinned}`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = [
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    pinned,
  ];
  const code = await run(npm, args, { quiet: true, env: cleanEnvironment() });
  if (code !== 0) throw new SetupError(`npm could not install ${pinned}; is the network up?`);
  return bin;
}

/**
 * Installs the dependencies that the lockfile names.
 *
 * @param {boolean} peers whether those of {@link peerPackages} are needed, which are as
 *   large as all others
 */
export async function installDependencies(peers) {
  const state = await fingerprint(['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']);
  const installed = existsSync(path.join(root, 'node_modules'));
  const hasPeers = installed && existsSync(path.join(root, 'packages/bench/node_modules'));
  const everything = peers || hasPeers;
  await once('dependencies', `${state} ${everything}`, installed, async () => {
    const pnpm = await fetchPnpm();
    log.step('installing dependencies');
    const args = ['install', '--frozen-lockfile', '--reporter=append-only'];
    if (!everything) args.push(...peerPackages.map((name) => `--filter=!${name}`));
    const code = await run(process.execPath, [pnpm, ...args], {
      cwd: root,
      quiet: true,
      env: cleanEnvironment(),
    });
    if (code !== 0) throw new SetupError('the dependencies could not be installed');
  });
}

/** What npm tells its scripts about itself would confuse another package manager. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(lifecycle|package|command|execpath|config_(local_)?prefix)/i.test(name),
  );
  return { ...Object.fromEntries(kept), CI: '1' };
}
