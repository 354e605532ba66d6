import { existsSync } from 'node:fs';
import { log } from '../setup/log.mjs';

/**
 * An adapter on which tests run, and how vitest is told to run them there.
 *
 * @typedef {{ name: string, env: Record<string, string>, args: readonly string[] }} Lane
 */

/** Where Debian's Chromium keeps its software Vulkan, SwiftShader. */
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** What runs on more than one adapter. */
const kernels = ['packages/kernels/', 'packages/nn/'];

/**
 * The adapters of this machine. Everything runs on the one that WebGPU prefers; where there is a
 * second one, with other limits and subgroups, the kernels run on that too, and on that of Chromium.
 *
 * @returns {Promise<Lane[]>}
 */
export async function findLanes() {
  /** @type {Lane[]} */
  const lanes = [{ name: 'default adapter', env: {}, args: [] }];
  const isDefault = process.env.VK_ICD_FILENAMES === swiftShader;
  if (existsSync(swiftShader) && !isDefault) {
    const env = { VK_ICD_FILENAMES: swiftShader, VK_DRIVER_FILES: swiftShader };
    lanes.push({ name: 'SwiftShader', env, args: kernels });
  }
  if (await hasChromium()) {
    const args = ['--config', 'vitest.chromium.config.ts', ...kernels];
    lanes.push({ name: 'Chromium', env: {}, args });
  }
  return lanes;
}

/** Whether there is one; says what is missing. */
async function hasChromium() {
  // Set-up builds it.
  const { findChromium, NoChromium } = await import('@facegpu/chromium');
  try {
    return findChromium(process.env) !== '';
  } catch (error) {
    if (!(error instanceof NoChromium)) throw error;
    log.step(`no tests in Chromium: ${error.message}`);
    return false;
  }
}
