import path from 'node:path';
import { root } from '../build/packages.mjs';
import { run } from './process.mjs';

/** The folder in which the user typed the command; npm runs its scripts in that of the package. */
export const userFolder = process.env.INIT_CWD ?? process.cwd();

/**
 * Runs the command line of this checkout.
 *
 * @param {readonly string[]} args
 * @param {string} [cwd]
 */
export function facegpu(args, cwd = userFolder) {
  return run(process.execPath, [path.join(root, 'packages/pipeline/dist/cli.js'), ...args], {
    cwd,
    // ONNX Runtime, which models can be compared with, comes with the tests.
    env: { ...process.env, NODE_PATH: path.join(root, 'tools/conformance/node_modules') },
  });
}
