import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../build/packages.mjs';
import { log, SetupError } from './log.mjs';
import { isDebian } from './os-release.mjs';
import { installVulkan } from './vulkan.mjs';

/**
 * The adapter that WebGPU finds, or `undefined`. A process of its own looks for it: the Vulkan loader
 * reads its list of drivers once in a process's life.
 *
 * @returns {{ name: string, software: boolean } | undefined}
 */
export function probeAdapter() {
  const probe = fileURLToPath(new URL('./probe.mjs', import.meta.url));
  const { stdout } = spawnSync(process.execPath, [probe], {
    cwd: path.join(root, 'packages/kernels'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

/** Makes sure that there is an adapter; installs a software Vulkan where it can. */
export async function ensureAdapter() {
  const found = probeAdapter();
  if (found) return found;
  if (!isDebian()) throw new SetupError(howTo());
  log.step('WebGPU finds no adapter on this machine');
  await installVulkan();
  const installed = probeAdapter();
  if (installed) return installed;
  throw new SetupError(`a software Vulkan is installed, but WebGPU doesn't accept it. ${howTo()}`);
}

function howTo() {
  const common = 'Then run "npm run doctor" to see what WebGPU finds.';
  switch (process.platform) {
    case 'linux':
      return `WebGPU finds no adapter. Install your graphics card's Vulkan driver, or Mesa's software Vulkan, version 23 or later: mesa-vulkan-drivers (Debian, Ubuntu, Fedora), vulkan-swrast (Arch), mesa-vulkan-swrast (Alpine has no WebGPU for Node: it needs glibc). ${common}`;
    case 'darwin':
      return `WebGPU finds no adapter, though every Mac since macOS 11 has one (Metal). Are you in a virtual machine without graphics? ${common}`;
    default:
      return `WebGPU finds no adapter. Install the driver of your graphics card. ${common}`;
  }
}
