import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { osRelease } from './os-release.mjs';
import { output } from './process.mjs';

/** The file that adds them to apt's sources. */
export const backports = '/etc/apt/sources.list.d/facegpu-backports.sources';

/**
 * Adds the backports of a Debian release, from the very archive that apt takes the release from.
 *
 * @param {readonly string[]} sudo
 * @returns {string | undefined} the name of the suite
 */
export function addBackports(sudo) {
  const { ID, VERSION_CODENAME: codename } = osRelease();
  const archive = codename ? findArchive(codename) : undefined;
  if (ID !== 'debian' || !archive) return undefined;
  const suite = `${codename}-backports`;
  const signed = archive.signedBy ? `Signed-By: ${archive.signedBy}\n` : '';
  const text = `Types: deb\nURIs: ${archive.uri}\nSuites: ${suite}\nComponents: main\n${signed}`;
  const file = path.join(tmpdir(), 'facegpu-backports.sources');
  writeFileSync(file, text);
  const [command, ...rest] = [...sudo, 'install', '-m', '644', file, backports];
  return output(command, rest) === undefined ? undefined : suite;
}

/**
 * Where apt takes a release from, by its own lists of sources.
 *
 * @param {string} codename
 * @returns {{ uri: string, signedBy: string | undefined } | undefined}
 */
function findArchive(codename) {
  const folder = '/etc/apt/sources.list.d';
  const listed = existsSync(folder)
    ? readdirSync(folder).map((name) => path.join(folder, name))
    : [];
  for (const file of ['/etc/apt/sources.list', ...listed]) {
    if (!existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    const archive = file.endsWith('.sources') ? inStanzas(text, codename) : inLines(text, codename);
    if (archive) return archive;
  }
  return undefined;
}

/**
 * @param {string} text
 * @param {string} codename
 */
function inStanzas(text, codename) {
  for (const stanza of text.split(/\n\s*\n/)) {
    const field = (/** @type {string} */ name) =>
      new RegExp(`^${name}:[ \\t]*(.+)$`, 'mi').exec(stanza)?.[1]?.trim();
    if (!field('Suites')?.split(/\s+/).includes(codename)) continue;
    const uri = field('URIs')?.split(/\s+/)[0];
    if (uri) return { uri, signedBy: field('Signed-By') };
  }
  return undefined;
}

/**
 * @param {string} text
 * @param {string} codename
 */
function inLines(text, codename) {
  for (const line of text.split('\n')) {
    const match = /^deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+(\S+)\s/.exec(line);
    if (match?.[3] !== codename) continue;
    const signedBy = /signed-by=(\S+)/.exec(match[1] ?? '')?.[1];
    return { uri: /** @type {string} */ (match[2]), signedBy };
  }
  return undefined;
}
