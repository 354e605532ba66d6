// Builds the demo pages and serves them on this machine: npm run demo:web -- --port 8080
import { log, runMain, SetupError } from './log.mjs';
import { portOf } from './port.mjs';
import { prepare } from './prepare.mjs';

const usage = 'npm run demo:web -- [--port NUMBER]';

await runMain(async () => {
  const port = portOf(process.argv.slice(2), usage);
  await prepare({ adapter: false });
  log.step('building the demo pages');
  // What follows needs the dependencies, which are installed by now.
  const { bundleDemoPage, examples } = await import('../build/demo-page.mjs');
  for (const example of examples) await bundleDemoPage(example);
  const { demoFolders } = await import('./demo-folders.mjs');
  const { serveDemo } = await import('../../examples/browser/server.mjs');
  const { address, close } = await serveDemo({ folders: demoFolders(), port }).catch((error) => {
    throw new SetupError(`port ${port} can't be had (${error.code}): give another one, ${usage}`);
  });
  log.step(`open ${address} in a browser, or ${address}train/ to train; Ctrl+C ends it`);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  await close();
  return 0;
});
