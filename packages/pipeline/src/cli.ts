#!/usr/bin/env node
import { buildProgram } from './cli/program.ts';
import { reportFailure } from './cli/report.ts';

// A reader that has seen enough, as in `facegpu … | head -1`, is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await (await buildProgram(process.argv.slice(2))).parseAsync();
} catch (error) {
  reportFailure(error, process.argv.includes('--json'));
  process.exitCode = 1;
}
