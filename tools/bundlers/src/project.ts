import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';

/** Of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * A project elsewhere in which the packages are installed as they are published, and nothing else: for
 * the tests of a file.
 *
 * @returns the path of a file or folder in it
 */
export function useProject(): (name?: string) => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-project-'));
    for (const name of ['kernels', 'nn', 'pipeline']) await install(name, folder);
    await link('@bufbuild/protobuf', 'packages/nn', folder);
    await link('idb', 'packages/pipeline', folder);
  });
  afterAll(() => rm(folder, { recursive: true }));
  return (name = '') => path.join(folder, name);
}

/**
 * Has a project have a package of others, as one of ours has it.
 *
 * @param owner relative to the repository
 */
export async function link(name: string, owner: string, project: string): Promise<void> {
  const to = path.join(project, 'node_modules', name);
  await mkdir(path.dirname(to), { recursive: true });
  await symlink(await realpath(path.join(root, owner, 'node_modules', name)), to, 'junction');
}

/** Copies what a package publishes. */
async function install(name: string, project: string): Promise<void> {
  const from = path.join(root, 'packages', name);
  const to = path.join(project, 'node_modules/@facegpu', name);
  if (!existsSync(path.join(from, 'dist/index.d.ts'))) {
    throw new Error(`packages/${name} is not built: npm run build`);
  }
  const { files } = JSON.parse(await readFile(path.join(from, 'package.json'), 'utf8'));
  // The shaders as they are written are there to be read.
  const folders = (files as string[]).filter((file) => !file.includes('*'));
  for (const file of ['package.json', ...folders]) {
    await cp(path.join(from, file), path.join(to, file), { recursive: true });
  }
}
