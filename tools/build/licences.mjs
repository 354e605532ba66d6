import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './packages.mjs';

/**
 * Writes the licences of everything that was bundled from other packages into `THIRD-PARTY.txt`.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} folder
 */
export async function writeLicences(metafile, folder) {
  const folders = Object.keys(metafile.inputs).flatMap((file) => {
    // The innermost folder node_modules, and the name below it, with its scope.
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
    return match?.[1] ? [path.resolve(root, match[1])] : [];
  });
  const notices = await Promise.all([...new Set(folders)].sort().map(noticeOf));
  if (notices.length === 0) return;
  await writeFile(path.join(folder, 'THIRD-PARTY.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

/** @param {string} folder of a package */
async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  );
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file ? await readFile(path.join(folder, file), 'utf8') : '';
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
