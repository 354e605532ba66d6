// The command line of a checkout: npm run -s facegpu -- detect photo.jpg
import { facegpu } from './cli.mjs';
import { runMain } from './log.mjs';
import { prepare } from './prepare.mjs';

/** Commands that have something to say without an adapter, and options that make any of them so. */
const modestCommands = ['doctor', 'models', 'help'];
const modestOptions = ['--help', '-h', '--version', '-V'];

await runMain(async () => {
  const args = process.argv.slice(2);
  const modest =
    (args[0] === 'convert' && !args.includes('--verify')) ||
    modestCommands.includes(args[0] ?? 'help') ||
    args.some((arg) => modestOptions.includes(arg));
  await prepare({ adapter: !modest });
  return facegpu(args);
});
