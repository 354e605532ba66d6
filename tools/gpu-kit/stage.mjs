import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../build/packages.mjs';
import { output } from '../setup/process.mjs';
import { bundleKit, findTests } from './bundle.mjs';

const bench = path.join(root, 'packages/bench');

/**
 * The program: what is run, Dawn left out.
 *
 * @param {string} folder
 * @param {readonly string[]} [tests] files relative to the root; all where left out
 */
export async function stageProgram(folder, tests) {
  await mkdir(folder, { recursive: true });
  await bundleKit(folder, tests ?? (await findTests()));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  const commit = ['-C', root, 'describe', '--always', '--dirty', '--exclude=*'];
  const versions = {
    FaceGPU: output('git', commit)?.trim() ?? 'not in a git checkout',
    Node: process.versions.node,
    webgpu: await versionOf('webgpu'),
    '@tensorflow/tfjs': await versionOf('@tensorflow/tfjs'),
  };
  await writeFile(path.join(folder, 'versions.json'), JSON.stringify(versions));
}

/**
 * WebGPU for Node, for one platform.
 *
 * @param {string} folder
 */
export async function stageDawn(folder) {
  const from = packageFolder('webgpu');
  const to = path.join(folder, 'node_modules/webgpu');
  const binary = 'dist/linux-x64/dawn.node';
  await mkdir(path.dirname(path.join(to, binary)), { recursive: true });
  for (const file of ['package.json', 'index.js', 'LICENSE.md', binary]) {
    await copyFile(path.join(from, file), path.join(to, file));
  }
}

/**
 * Models and photos. Photos are RGB as they are: to decode them there takes one more binary.
 *
 * @param {string} folder
 */
export async function stageData(folder) {
  const models = path.join(root, 'packages/models');
  await mkdir(path.join(folder, 'models'), { recursive: true });
  for (const name of await readdir(models)) {
    if (!name.endsWith('.safetensors')) continue;
    await copyFile(path.join(models, name), path.join(folder, 'models', name));
  }
  const pictures = path.join(bench, 'dist/works/pictures.js');
  const { writePixels } = await import(pathToFileURL(pictures).href);
  await mkdir(path.join(folder, 'pictures'));
  await writePixels(path.join(folder, 'pictures'));
}

/** @param {string} name of a package that the benchmark depends on */
async function versionOf(name) {
  const manifest = await readFile(path.join(packageFolder(name), 'package.json'), 'utf8');
  return JSON.parse(manifest).version;
}

/** @param {string} name of a package that the benchmark depends on */
function packageFolder(name) {
  const require = createRequire(path.join(bench, 'package.json'));
  const main = require.resolve(name);
  const end = path.join('node_modules', name);
  return main.slice(0, main.lastIndexOf(end) + end.length);
}
