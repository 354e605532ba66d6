// Checks the packages and publishes them: `npm run release` says what would be published, and with --publish does it.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readManifest, root } from '../build/packages.mjs';
import { declareTypes } from '../build/types.mjs';
import { log, runMain, SetupError } from '../setup/log.mjs';
import { prepare } from '../setup/prepare.mjs';
import { run } from '../setup/process.mjs';
import { packAll, publishedPackages } from './pack.mjs';
import { tryPackages } from './try-packages.mjs';

const isReal = process.argv.includes('--publish');

await runMain(async () => {
  await prepare({ peers: true });
  const version = await requireVersion();
  requireClean();
  await declareTypes();
  log.step('packing');
  const tarballs = await packAll(path.join(root, 'packed'));
  const { checkTarball } = await import('./check.mjs');
  for (const tarball of tarballs) {
    const complaints = await checkTarball(tarball);
    if (complaints.length > 0) {
      throw new SetupError(`${path.basename(tarball)}:\n  ${complaints.join('\n  ')}`);
    }
  }
  log.step('installing what was packed in a project of its own, and using it there');
  await tryPackages(tarballs);
  for (const tarball of tarballs) {
    const args = ['publish', tarball, '--access', 'public', ...(isReal ? [] : ['--dry-run'])];
    if ((await run('npm', args)) !== 0) throw new SetupError(`${tarball} could not be published`);
  }
  log.step(isReal ? `published ${version}` : `${version} is ready: npm run release -- --publish`);
  return 0;
});

/** The one version of all packages, which the changelog must tell of. */
async function requireVersion() {
  const manifests = await Promise.all(publishedPackages.map((name) => readManifest(name)));
  const versions = [...new Set(manifests.map(({ version }) => version))];
  if (versions.length !== 1)
    throw new SetupError(`the packages have versions ${versions}: give one`);
  const [version] = versions;
  const changelog = await readFile(path.join(root, 'CHANGELOG.md'), 'utf8');
  const heading = changelog.split('\n').find((line) => line.startsWith(`## ${version}`));
  if (heading === undefined) throw new SetupError(`CHANGELOG.md has no heading for ${version}`);
  if (isReal && heading.includes('unreleased')) {
    throw new SetupError(`CHANGELOG.md calls ${version} unreleased: give it a date`);
  }
  return version;
}

function requireClean() {
  const { stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  if (isReal && stdout !== '') throw new SetupError('there are changes that are not committed');
}
