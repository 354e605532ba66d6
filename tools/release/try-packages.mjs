import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { log, SetupError } from '../setup/log.mjs';
import { run } from '../setup/process.mjs';

/** Programs that a project may consist of, each of which must end well. */
const programs = {
  'module.mjs': `
    import { FacePipeline } from '@facegpu/pipeline';
    const faces = await FacePipeline.create();
    const grey = { data: new Uint8Array(64 * 64 * 4).fill(128), width: 64, height: 64 };
    console.log(faces.info.adapter.name, (await faces.detect(grey)).length, 'faces');
    await faces.dispose();
  `,
  // From CommonJS, import() works in each Node.
  'common.cjs': `
    import('@facegpu/pipeline').then(async ({ FacePipeline }) => {
      const faces = await FacePipeline.create({ detector: 'tiny' });
      console.log(faces.info.detector);
      await faces.dispose();
    });
  `,
};

/** The oldest Node that the manifests allow, as a package of npm. */
const oldestNode = 'node@20.10.0';

/**
 * Installs tarballs in a project of its own and uses them there: as a module, from CommonJS, and on the command line;
 * by the Node that runs this, and as a module by the oldest one.
 *
 * @param {readonly string[]} tarballs
 */
export async function tryPackages(tarballs) {
  const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-try-'));
  try {
    await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
    const peers = ['sharp', 'webgpu', oldestNode];
    await step(folder, 'npm', ['install', '--no-audit', '--no-fund', ...tarballs, ...peers]);
    for (const [name, source] of Object.entries(programs)) {
      await writeFile(path.join(folder, name), source);
      await step(folder, process.execPath, [name]);
    }
    await step(folder, path.join(folder, 'node_modules/node/bin/node'), ['module.mjs']);
    const cli = 'node_modules/@facegpu/pipeline/dist/cli.js';
    for (const command of ['--version', 'doctor', 'models']) {
      await step(folder, process.execPath, [cli, command]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * @param {string} cwd
 * @param {string} command
 * @param {readonly string[]} args
 */
async function step(cwd, command, args) {
  log.step([path.basename(command), ...args.map((arg) => path.basename(arg))].join(' '));
  if ((await run(command, args, { cwd, quiet: true })) !== 0) {
    throw new SetupError(`in a project of its own, this failed: ${args.join(' ')}`);
  }
}
