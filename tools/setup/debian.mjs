import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { log, SetupError } from './log.mjs';
import { output, run } from './process.mjs';

/** The first version of Mesa whose software Vulkan WebGPU is known to accept. */
const firstMesa = 23;

const packages = ['mesa-vulkan-drivers', 'libvulkan1'];
const backports = '/etc/apt/sources.list.d/facegpu-backports.sources';

/** Whether this is Debian, Ubuntu or a relative of theirs. */
export function isDebian() {
  const { ID = '', ID_LIKE = '' } = osRelease();
  return process.platform === 'linux' && /\b(debian|ubuntu)\b/.test(`${ID} ${ID_LIKE}`);
}

/**
 * Installs Mesa's software Vulkan, from the release's own packages where they are new enough, else
 * from its backports.
 */
export async function installVulkan() {
  const manual = `Run as root: apt-get install ${packages.join(' ')} (Mesa ${firstMesa} or later; on Debian 12 from bookworm-backports).`;
  const sudo = privilege();
  if (!sudo) throw new SetupError(`installing a software Vulkan needs root or sudo. ${manual}`);

  log.step('refreshing the lists of packages (apt-get update)');
  await apt(sudo, ['update', '-qq'], manual);
  const target = [];
  if (candidateMajor() < firstMesa) {
    const suite = addBackports(sudo);
    if (!suite) throw new SetupError(`this release's Mesa is too old for WebGPU. ${manual}`);
    log.step(`this release's Mesa is too old for WebGPU: ${suite} is added in ${backports}`);
    await apt(sudo, ['update', '-qq'], manual);
    target.push('-t', suite);
  }
  log.step(`installing ${packages.join(' and ')}, a Vulkan driver that computes on the processor`);
  await apt(
    sudo,
    ['install', '-y', '-qq', '--no-install-recommends', ...target, ...packages],
    manual,
  );
}

/**
 * Installs packages of the release, where the user may.
 *
 * @param {readonly string[]} names
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installPackages(names) {
  const sudo = privilege();
  if (!sudo) return false;
  const command = [...sudo, 'apt-get'];
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...names],
  ]) {
    const [first, ...rest] = [...command, ...args];
    if ((await run(first, rest, { quiet: true, env: environment })) !== 0) return false;
  }
  return true;
}

/**
 * What has to stand in front of a command that needs root; `undefined` where nobody may.
 *
 * @returns {string[] | undefined}
 */
function privilege() {
  if (process.getuid?.() === 0) return [];
  if (output('sudo', ['-n', 'true']) !== undefined) return ['sudo'];
  // With a terminal, sudo can ask for the password.
  return process.stdin.isTTY && output('sudo', ['--version']) ? ['sudo'] : undefined;
}

/**
 * @param {readonly string[]} sudo
 * @param {readonly string[]} args
 * @param {string} manual
 */
async function apt(sudo, args, manual) {
  const [command, ...rest] = [...sudo, 'apt-get', ...args];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const code = await run(command, rest, { quiet: true, env });
  if (code !== 0) throw new SetupError(`apt-get ${args[0]} failed. ${manual}`);
}

/** The major version of the Mesa that apt would install. */
function candidateMajor() {
  const policy = output('apt-cache', ['policy', 'mesa-vulkan-drivers']) ?? '';
  return Number(/Candidate: (?:\d+:)?(\d+)/.exec(policy)?.[1] ?? 0);
}

/**
 * Adds the backports of a Debian release, from the very archive that apt takes the release from.
 *
 * @param {readonly string[]} sudo
 * @returns {string | undefined} the name of the suite
 */
function addBackports(sudo) {
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

/** @returns {Record<string, string>} */
function osRelease() {
  if (!existsSync('/etc/os-release')) return {};
  const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^(\w+)="?(.*?)"?$/.exec(line) ?? [];
      return name && value !== undefined ? [[name, value]] : [];
    }),
  );
}
