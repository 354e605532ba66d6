// The command line of a checkout: npm run -s facegpu -- detect photo.jpg
import { facegpu } from './cli.mjs';
import { runMain } from './log.mjs';
import { prepare } from './prepare.mjs';

/** Commands that have something to say without an adapter. */
const modest = ['doctor', 'models', 'help', '--help', '-h'];

await runMain(async () => {
  const args = process.argv.slice(2);
  await prepare({ adapter: !modest.includes(args[0] ?? 'help') });
  return facegpu(args);
});
