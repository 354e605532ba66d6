#!/usr/bin/env node
import { buildProgram } from './cli/program.ts';
import { reportFailure } from './cli/report.ts';

try {
  await buildProgram().parseAsync();
} catch (error) {
  reportFailure(error, process.argv.includes('--json'));
  process.exitCode = 1;
}
