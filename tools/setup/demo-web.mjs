// Builds the demo page and serves it on this machine: npm run demo:web -- --port 8080
import { log, runMain, SetupError } from './log.mjs';
import { portOf } from './port.mjs';
import { prepare } from './prepare.mjs';

const usage = 'npm run demo:web -- [--port NUMBER]';

await runMain(async () => {
  const port = portOf(process.argv.slice(2), usage);
  await prepare({ adapter: false });
  log.step('building the demo page');
  // What follows needs the dependencies, which are installed by now.
  const { bundleDemoPage } = await import('../build/demo-page.mjs');
  await bundleDemoPage();
  const { demoFolders } = await import('./demo-folders.mjs');
  const { serveDemo } = await import('../../examples/browser/server.mjs');
  const { address, close } = await serveDemo({ folders: demoFolders(), port }).catch((error) => {
    throw new SetupError(`port ${port} can't be had (${error.code}): give another one, ${usage}`);
  });
  log.step(`open ${address} in a browser; Ctrl+C ends it`);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  await close();
  return 0;
});
