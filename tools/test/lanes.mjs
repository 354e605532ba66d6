import { existsSync } from 'node:fs';

/**
 * An adapter on which tests run, chosen by the environment of the process that runs them.
 *
 * @typedef {{ name: string, env: Record<string, string>, files: readonly string[] }} Lane
 */

/** Where Debian's Chromium keeps its software Vulkan, SwiftShader. */
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

/**
 * The adapters of this machine. Everything runs on the one that WebGPU prefers; where there is a
 * second one, with other limits and subgroups, the kernels run on that too.
 *
 * @returns {Lane[]}
 */
export function findLanes() {
  /** @type {Lane[]} */
  const lanes = [{ name: 'default adapter', env: {}, files: [] }];
  const isDefault = process.env.VK_ICD_FILENAMES === swiftShader;
  if (existsSync(swiftShader) && !isDefault) {
    const env = { VK_ICD_FILENAMES: swiftShader, VK_DRIVER_FILES: swiftShader };
    lanes.push({ name: 'SwiftShader', env, files: ['packages/kernels/', 'packages/nn/'] });
  }
  return lanes;
}
