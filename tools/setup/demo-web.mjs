// Builds the demo page and serves it on this machine: npm run demo:web -- --port 8080
import { parseArgs } from 'node:util';
import { log, runMain, SetupError } from './log.mjs';
import { prepare } from './prepare.mjs';

const usage = 'npm run demo:web -- [--port NUMBER]';

await runMain(async () => {
  const port = portOf(process.argv.slice(2));
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

/** @param {string[]} args */
function portOf(args) {
  try {
    const { values } = parseArgs({ args, options: { port: { type: 'string', default: '8600' } } });
    const port = Number(values.port);
    if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  } catch {
    // An option that isn't there: said below.
  }
  throw new SetupError(`give the port as a number from 0 to 65535: ${usage}`);
}
