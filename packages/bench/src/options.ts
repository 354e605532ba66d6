import { Command } from 'commander';

export interface Options {
  /** Fewer works, shorter turns. */
  readonly quick: boolean;
  readonly filter: string;
  readonly json?: string;
  /** Whether the report is to be written. */
  readonly report: boolean;
  readonly browser: boolean;
}

/** Reads the command line; prints help and errors itself, and ends the process after them. */
export function parseOptions(args: readonly string[]): Options {
  const command = new Command('facegpu-bench')
    .description('FaceGPU and its peers side by side, in one run on one adapter.')
    .option('--quick', 'fewer works and shorter turns', false)
    .option('--filter <text>', 'only works whose name contains this', '')
    .option('--browser', 'in headless Chromium, with the peers that run there', false)
    .option('--json <file>', 'write the results there too')
    .option('--report', 'write the report even with --quick or --filter, into a folder …-part')
    .addHelpText(
      'after',
      '\n--filter accuracy times nothing: it measures how well people are told apart, upright and under what happens to ' +
        'photos, which takes more than an hour and goes on where it was stopped.\n' +
        'A whole run writes report.md, results.json and plots to packages/bench/results/DATE-ADAPTER.\n' +
        'The browser is the one in CHROMIUM_PATH, else chromium or chrome on PATH.',
    )
    .parse(args, { from: 'user' });
  const given = command.opts<Options & { report?: boolean }>();
  return { ...given, report: given.report ?? isWhole(given) };
}

/** Whether every work is timed as long as it should be. */
export function isWhole({ quick, filter }: Pick<Options, 'quick' | 'filter'>): boolean {
  return !quick && filter === '';
}
