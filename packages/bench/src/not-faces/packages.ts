import { execFile } from 'node:child_process';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where pictures and meshes come from. They stay under the terms of their packages. */
const sources = {
  /** Cut-out photographs of animals, among other stamps for children to paint with (GPL-2). */
  'tuxpaint-stamps-default': 'debian',
  /** Pictures to try image processing with, among them the cat Chelsea (BSD, public domain, CC0). */
  'python3-skimage': 'debian',
  /** A cat (BSD). */
  'cat-picture@5.1.2': 'npm',
  /** The baboon of the USC-SIPI image database, 128 pixels wide. */
  'baboon-image-uri@1.0.1': 'npm',
  /** The bust of Edward Snowden that stood in Fort Greene Park, New York, as a mesh (MIT). */
  'snowden@1.0.1': 'npm',
} as const;

export type PackageName = keyof typeof sources;

/**
 * The folder with the files of a package, which is fetched where it isn't in `folder` yet: with `npm pack`, or with
 * `apt-get download`, where that is. Nothing is installed, and nothing of it is run.
 *
 * @returns nothing where it can't be fetched
 */
export async function unpacked(name: PackageName, folder: string): Promise<string | undefined> {
  const own = path.join(path.resolve(folder), name);
  if (await exists(own)) return own;
  const part = `${own}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  try {
    await fetchInto(part, name);
  } catch (error) {
    process.stderr.write(`${name} can't be fetched: ${(error as Error).message.split('\n')[0]}\n`);
    await rm(part, { recursive: true });
    return undefined;
  }
  await rename(part, own);
  return own;
}

async function fetchInto(folder: string, name: PackageName): Promise<void> {
  const quietly = (command: string, ...words: string[]) =>
    run('sh', ['-c', `${command} "$@"`, 'sh', ...words], { cwd: folder });
  if (sources[name] === 'npm') {
    await quietly('npm pack --silent', name);
    await quietly('tar xzf *.tgz --strip-components 1 && rm *.tgz');
  } else {
    await quietly('apt-get download -qq', name);
    await quietly('dpkg-deb -x *.deb . && rm *.deb');
  }
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
