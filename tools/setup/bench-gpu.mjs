// Makes a folder that runs the benchmark on a machine with a GPU and little else.
import path from 'node:path';
import { root } from '../build/packages.mjs';
import { userFolder } from './cli.mjs';
import { log, runMain } from './log.mjs';
import { prepare } from './prepare.mjs';

await runMain(async () => {
  const [given] = process.argv.slice(2);
  const folder = given ? path.resolve(userFolder, given) : path.join(root, '.gpu');
  await prepare({ adapter: false, peers: true });
  const { pack } = await import('../gpu-kit/pack.mjs');
  const sizes = await pack(folder);
  for (const [name, bytes] of Object.entries(sizes)) {
    console.log(`${(bytes / 2 ** 20).toFixed(1).padStart(6)} MiB  ${name}`);
  }
  log.step(`there: bash ${path.relative(userFolder, folder) || '.'}/run [FOLDER FOR RESULTS]`);
  return 0;
});
