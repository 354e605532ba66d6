import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readManifest, root } from '../build/packages.mjs';
import { SetupError } from '../setup/log.mjs';
import { run } from '../setup/process.mjs';
import { publishedManifest } from './manifest.mjs';

/** What is published, each after those it depends on. */
export const publishedPackages = [
  'packages/kernels',
  'packages/nn',
  'packages/models',
  'packages/pipeline',
  'packages/train',
  'tools/convert',
];

/**
 * A tarball of each package, as it would be published.
 *
 * @param {string} folder for nothing else: what it holds is removed
 * @returns {Promise<string[]>} their paths
 */
export async function packAll(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const stage = await mkdtemp(path.join(tmpdir(), 'facegpu-stage-'));
  try {
    const tarballs = [];
    for (const name of publishedPackages) {
      tarballs.push(await pack(path.join(root, name), path.join(stage, name), folder));
    }
    return tarballs;
  } finally {
    await rm(stage, { recursive: true });
  }
}

/**
 * @param {string} source of a package
 * @param {string} stage
 * @param {string} folder
 */
async function pack(source, stage, folder) {
  const manifest = publishedManifest(await readManifest(source));
  for (const file of await readdir(source)) {
    if (file !== 'node_modules' && file !== 'package.json') {
      await cp(path.join(source, file), path.join(stage, file), { recursive: true });
    }
  }
  await cp(path.join(root, 'LICENSE'), path.join(stage, 'LICENSE'));
  await writeFile(path.join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  if ((await run(npm, args, { cwd: stage, quiet: true })) !== 0) {
    throw new SetupError(`${manifest.name} could not be packed`);
  }
  const file = `${manifest.name.replace(/^@/, '').replace('/', '-')}-${manifest.version}.tgz`;
  return path.join(folder, file);
}
