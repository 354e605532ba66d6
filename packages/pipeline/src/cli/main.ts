import { formatOf } from './format.ts';
import { cleanUp } from './interrupt.ts';
import { messages } from './messages.ts';
import { buildProgram } from './program.ts';
import { relayedBy } from './relayed.ts';
import { reportFailure } from './report.ts';

// Without a place for the result, there is nothing left to do. A reader that has seen enough, as in
// `facegpu … | head -1`, is no error.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  process.stdout.removeAllListeners('error').on('error', () => {});
  if (code !== 'EPIPE') {
    messages.write(`error: the result can't be written: ${code}\n`);
    process.exitCode = 1;
  }
  cleanUp();
  process.exit();
});
messages.on('error', () => {});

if (relayedBy()) {
  // The relay passes other signals on: it was killed, which this process is meant by.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel?.unref();
}

try {
  await (await buildProgram(process.argv.slice(2))).parseAsync();
} catch (error) {
  const [json, jsonl] = ['--json', '--jsonl'].map((option) => process.argv.includes(option));
  reportFailure(error, formatOf({ json, jsonl }));
  process.exitCode = 1;
}
