#!/usr/bin/env node
import { formatOf } from './cli/format.ts';
import { cleanUp } from './cli/interrupt.ts';
import { buildProgram } from './cli/program.ts';
import { reportFailure } from './cli/report.ts';

// Without a place for the result, there is nothing left to do. A reader that has seen enough, as in
// `facegpu … | head -1`, is no error.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  process.stdout.removeAllListeners('error').on('error', () => {});
  if (code !== 'EPIPE') {
    process.stderr.write(`error: the result can't be written: ${code}\n`);
    process.exitCode = 1;
  }
  cleanUp();
  process.exit();
});
process.stderr.on('error', () => {});

try {
  await (await buildProgram(process.argv.slice(2))).parseAsync();
} catch (error) {
  const [json, jsonl] = ['--json', '--jsonl'].map((option) => process.argv.includes(option));
  reportFailure(error, formatOf({ json, jsonl }));
  process.exitCode = 1;
}
