// Times FaceGPU and its peers side by side.
import path from 'node:path';
import { root } from '../build/packages.mjs';
import { runMain } from './log.mjs';
import { prepare } from './prepare.mjs';
import { run } from './process.mjs';

await runMain(async () => {
  await prepare({ peers: true });
  const main = path.join(root, 'packages/bench/dist/main.js');
  return run(process.execPath, [main, ...process.argv.slice(2)], { cwd: root });
});
