import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * An adapter on which tests run, and how vitest is told to run them there; or why it isn't.
 *
 * @typedef {{ name: string, env: Record<string, string>, args: readonly string[], missing?: string }} Lane
 */

/** The software Vulkan that comes with Chromium, in a folder of its. */
const swiftShaderFile = 'vk_swiftshader_icd.json';

/** Where Debian's Chromium has what its command on PATH starts. */
const debianFolder = '/usr/lib/chromium';

/** What needs more than kernels and a runtime runs on the adapter that WebGPU prefers, and there alone. */
const notKernels = ['packages/!(kernels|nn)/**', 'tools/**', 'examples/**'];

/**
 * The adapters of this machine. Everything runs on the one that WebGPU prefers. The kernels run on two
 * more that come with Chromium, with other limits and subgroups: SwiftShader, and that of a page.
 *
 * @param {import('../setup/chromium.mjs').Chromium} chromium
 * @returns {Lane[]}
 */
export function findLanes(chromium) {
  const { missing } = chromium;
  /** @type {Lane[]} */
  const lanes = [{ name: 'default adapter', env: {}, args: [] }];
  const driver = findSwiftShader(chromium.path);
  if (!driver || process.env.VK_ICD_FILENAMES !== driver) {
    const env = { VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: driver };
    const exclude = notKernels.flatMap((glob) => ['--exclude', glob]);
    // Each file has a process of its own on the default adapter; to start one takes longer than most files.
    const args = ['--no-isolate', ...exclude];
    const reason = missing || `no ${swiftShaderFile} comes with ${chromium.path}`;
    lanes.push({ name: 'SwiftShader', env, args, ...(!driver && { missing: reason }) });
  }
  const args = ['--config', 'vitest.chromium.config.ts'];
  lanes.push({ name: 'Chromium', env: {}, args, ...(missing && { missing }) });
  return lanes;
}

/**
 * @param {string} chromium
 * @returns {string} the driver's file, or ''
 */
function findSwiftShader(chromium) {
  const folders = chromium ? [debianFolder, path.dirname(realpathSync(chromium))] : [debianFolder];
  const files = folders.map((folder) => path.join(folder, swiftShaderFile));
  return files.find((file) => existsSync(file)) ?? '';
}
