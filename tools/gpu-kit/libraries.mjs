import { copyFile, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { SetupError } from '../setup/log.mjs';
import { output } from '../setup/process.mjs';

/** The Vulkan loader, without which Dawn finds no adapter. */
const loader = 'libvulkan.so.1';

/** What drivers of graphics cards load, and machines without a screen often lack. */
const ofDrivers = [
  'libX11.so.6',
  'libX11-xcb.so.1',
  'libxcb.so.1',
  'libXau.so.6',
  'libXdmcp.so.6',
  'libXext.so.6',
  'libbsd.so.0',
  'libmd.so.0',
  'libGLdispatch.so.0',
  'libEGL.so.1',
  'libGLX.so.0',
  'libGL.so.1',
  'libOpenGL.so.0',
];

/**
 * Copies libraries that a bare machine may lack, as this machine has them. They are taken there only
 * where it lacks them.
 *
 * @param {string} folder
 */
export async function copyLibraries(folder) {
  const known = findLibraries();
  if (!known.has(loader)) {
    throw new SetupError(
      `there is no ${loader} on this machine. Run as root: apt-get install libvulkan1.`,
    );
  }
  await mkdir(folder, { recursive: true });
  for (const name of [loader, ...ofDrivers]) {
    const file = known.get(name);
    if (file) await copyFile(await realpath(file), path.join(folder, name));
  }
}

/** The libraries of this machine's processor, by name. */
function findLibraries() {
  const listed = output('ldconfig', ['-p']) ?? output('/sbin/ldconfig', ['-p']) ?? '';
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const line of listed.split('\n')) {
    const [, name, file] = /^\s*(\S+) \(.*x86-64.*\) => (\S+)$/.exec(line) ?? [];
    if (name && file && !files.has(name)) files.set(name, file);
  }
  return files;
}
