import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The packages that are built, each after those it depends on. */
export const builtPackages = [
  'packages/kernels',
  'packages/nn',
  'packages/pipeline',
  'packages/train',
  'tools/convert',
  'tools/chromium',
  'packages/bench',
];

/**
 * The `package.json` of a package.
 *
 * @param {string} folder relative to the root
 */
export async function readManifest(folder) {
  return JSON.parse(await readFile(path.resolve(root, folder, 'package.json'), 'utf8'));
}

/**
 * The TypeScript files that a package publishes: whatever its exports, imports and bins lead to.
 *
 * @param {string} folder
 * @returns {Promise<{ entries: string[], externals: string[] }>}
 */
export async function readPackage(folder) {
  const manifest = await readManifest(folder);
  const sources = new Set();
  for (const map of [
    ...Object.values(manifest.exports ?? {}),
    ...Object.values(manifest.imports ?? {}),
  ]) {
    // What has a source but nothing besides is for this repository alone.
    if (Object.keys(map).length > 1) collect(map['facegpu-source'], sources);
  }
  for (const bin of Object.values(manifest.bin ?? {})) {
    sources.add(String(bin).replace('./dist/', './src/').replace(/\.js$/, '.ts'));
  }
  return {
    entries: [...sources].map((source) => path.join(root, folder, source)),
    externals: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
  };
}

/**
 * @param {unknown} value
 * @param {Set<string>} sources
 */
function collect(value, sources) {
  if (typeof value === 'string') sources.add(value);
  else if (value && typeof value === 'object') {
    for (const inner of Object.values(value)) collect(inner, sources);
  }
}
