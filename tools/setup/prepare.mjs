import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../build/packages.mjs';
import { ensureAdapter } from './adapter.mjs';
import { installDependencies } from './dependencies.mjs';
import { log, SetupError } from './log.mjs';
import { fingerprint, once } from './stamps.mjs';

/** What the sources of the packages are made of. */
const sources = [
  'packages/kernels',
  'packages/nn',
  'packages/pipeline',
  'packages/train',
  'packages/bench',
  'tools/convert',
  'tools/build',
  'tools/chromium',
];

/**
 * Makes a checkout ready to use. What was done before is not done again: the second time takes a
 * fraction of a second.
 *
 * @param {{ adapter?: boolean, peers?: boolean }} [options] whether an adapter is needed, and
 *   whether the libraries that the benchmark compares with
 */
export async function prepare({ adapter = true, peers = false } = {}) {
  requireNode();
  await installDependencies(peers);
  await buildPackages();
  await convertModels();
  if (adapter) {
    await once('adapter', 'found', true, async () => {
      const { name } = await ensureAdapter();
      log.step(`WebGPU runs on ${name}`);
    });
  }
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 10)) return;
  throw new SetupError(`Node ${process.versions.node} is too old: install 20.10 or later.`);
}

async function buildPackages() {
  const done = existsSync(path.join(root, 'packages/pipeline/dist'));
  await once('build', await fingerprint(sources), done, async () => {
    log.step('building the packages');
    const { bundlePackages } = await import('../build/bundle.mjs');
    await bundlePackages();
  });
}

/** The default models, from the weights that two packages ship. */
async function convertModels() {
  const out = path.join(root, 'packages/models');
  const state = await fingerprint([
    'packages/nn/src',
    'tools/convert/src',
    'tools/convert/package.json',
  ]);
  await once('models', state, await hasModels(out), async () => {
    log.step('converting the models');
    const cli = path.join(root, 'tools/convert/dist/cli.js');
    const sources = [
      ['--from', weightsIn('@vladmandic/face-api')],
      [
        ...['ultraface-rfb-320', 'arcface-mobilefacenet'],
        ...['--from', weightsIn('faceplugin-face-recognition-js')],
      ],
    ];
    for (const source of sources) {
      const args = [cli, ...source, '--out', out, '--force'];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      if (status !== 0) throw new SetupError(`the models could not be converted:\n${stderr}`);
    }
  });
}

/** @param {string} folder */
async function hasModels(folder) {
  try {
    const list = JSON.parse(await readFile(path.join(folder, 'models.json'), 'utf8'));
    return list.length >= 9;
  } catch {
    return false;
  }
}

/**
 * A file of the package whose weights and sample photos are used.
 *
 * @param {string} file
 */
export function faceApi(file) {
  return path.join(folderOf('@vladmandic/face-api'), file);
}

/**
 * The folder in which a package has its weights.
 *
 * @param {string} name
 */
function weightsIn(name) {
  return path.join(folderOf(name), 'model');
}

/** @param {string} name of a package that the converter depends on */
function folderOf(name) {
  const manifest = pathToFileURL(path.join(root, 'tools/convert/package.json'));
  return path.dirname(createRequire(manifest).resolve(`${name}/package.json`));
}
