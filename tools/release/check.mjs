import { readFile } from 'node:fs/promises';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** What a manifest says of where a package comes from and what it needs. */
const facts = ['description', 'license', 'homepage', 'repository', 'bugs', 'keywords', 'engines'];

/**
 * What is wrong with a tarball as it would be published; nothing where all is well.
 *
 * @param {string} file
 * @returns {Promise<string[]>}
 */
export async function checkTarball(file) {
  const data = new Uint8Array(await readFile(file));
  const tarball = createPackageFromTarballData(data);
  const read = (/** @type {string} */ name) => {
    return tarball.readFile(`/node_modules/${tarball.packageName}/${name}`);
  };
  const has = (/** @type {string} */ name) => {
    return tarball.fileExists(`/node_modules/${tarball.packageName}/${name}`);
  };
  const manifest = JSON.parse(read('package.json'));
  const complaints = [];
  for (const fact of facts) if (!manifest[fact]) complaints.push(`its manifest has no ${fact}`);
  for (const name of ['LICENSE', 'README.md']) if (!has(name)) complaints.push(`it has no ${name}`);
  if (JSON.stringify(manifest).includes('workspace:')) {
    complaints.push('a dependency has no version but that of the workspace');
  }
  return [...complaints, ...(await lint(data, manifest)), ...(await checkTypes(tarball))];
}

/**
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {object} manifest
 */
async function lint(data, manifest) {
  const { messages } = await publint({ pack: { tarball: data.buffer }, strict: true });
  return messages.map(
    (message) => `publint: ${formatMessage(message, manifest, { color: false })}`,
  );
}

/**
 * What projects that resolve modules as Node does today, or as a bundler does, would find wrong with the types. From
 * CommonJS the packages are modules all the same.
 *
 * @param {import('@arethetypeswrong/core').Package} tarball
 */
async function checkTypes(tarball) {
  const analysis = await checkPackage(tarball);
  if (!analysis.types) return [];
  return analysis.problems
    .filter(({ kind }) => kind !== 'CJSResolvesToESM')
    .filter((problem) => !('resolutionKind' in problem && problem.resolutionKind === 'node10'))
    .map((problem) => `types: ${problem.kind} ${JSON.stringify(problem)}`);
}
