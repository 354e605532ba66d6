import { expect, it } from 'vitest';
import { parseOptions } from './options.ts';

it.each([
  { args: [], report: true },
  { args: ['--browser', '--json', 'out.json'], report: true },
  { args: ['--quick'], report: false },
  { args: ['--filter', 'conv'], report: false },
  { args: ['--quick', '--report'], report: true },
])('$args: report $report', ({ args, report }) => {
  expect(parseOptions(args).report).toBe(report);
});
