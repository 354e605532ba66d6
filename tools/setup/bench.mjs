// Times FaceGPU and its peers side by side.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../build/packages.mjs';
import { ensureChromium } from './chromium.mjs';
import { log, runMain, SetupError } from './log.mjs';
import { prepare } from './prepare.mjs';
import { run } from './process.mjs';
import { fingerprint, once } from './stamps.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  const runs = !args.some((arg) => arg === '--help' || arg === '-h');
  const inBrowser = runs && args.includes('--browser');
  await prepare({ adapter: runs && !inBrowser, peers: true });
  if (inBrowser) {
    const { missing } = await ensureChromium();
    if (missing) throw new SetupError(missing);
    await buildPage();
  }
  const main = path.join(root, 'packages/bench/dist/main.js');
  return run(process.execPath, [main, ...args], { cwd: root });
});

/** The page that a browser runs. */
async function buildPage() {
  const { benchPage, bundleBenchPage } = await import('../build/bench-page.mjs');
  const sources = [
    'packages/kernels',
    'packages/nn',
    'packages/pipeline',
    'packages/bench',
    'tools/build',
  ];
  const state = await fingerprint([...sources, 'pnpm-lock.yaml']);
  await once('bench-page', state, existsSync(benchPage), async () => {
    log.step('building the page for the browser');
    await bundleBenchPage();
  });
}
