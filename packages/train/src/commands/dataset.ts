import {
  detectorOption,
  jsonOption,
  minScoreOption,
  recognizerOption,
  serveOption,
  uprightOption,
  wholeBetween,
} from '@facegpu/pipeline/command-line';
import { type Command, Option } from 'commander';
import type { ApplyOptions } from '../clean/apply.ts';
import { applyToDataset } from './dataset-apply.ts';
import { type CleanOptions, cleanDataset } from './dataset-clean.ts';
import { type ReportOptions, reportDataset } from './dataset-report.ts';

const cache = () =>
  new Option('--cache <dir>', 'keep faces and chips there, not among your caches');
const data = 'a folder that has a folder for each person, or a CSV file with rows file,person';

/** Adds `dataset` and what is below it to a command line. */
export function addDatasetCommands(program: Command): void {
  const dataset = program.command('dataset').description('prepare photos for training');

  dataset
    .command('report')
    .description('say what the photos are like, and how much those of each person differ')
    .argument('<data>', data)
    .option('--out <html>', 'write a page with plots there')
    .addOption(cache())
    .addOption(detectorOption())
    .addOption(recognizerOption())
    .addOption(minScoreOption())
    .addOption(uprightOption())
    .addOption(jsonOption())
    .action((source: string, options: ReportOptions) => reportDataset(source, options));

  dataset
    .command('clean')
    .description('list the photos that are likely wrong, the worst first, and make a page of them')
    .argument('<data>', data)
    .option('--out <html>', 'write a page there, to decide on each of them')
    .option('--decisions <json>', 'what was decided before')
    .addOption(serveOption())
    .addOption(
      new Option('--limit <photos>', 'the most that the page shows')
        .argParser(wholeBetween(1, 1e6))
        .default(300),
    )
    .addOption(cache())
    .addOption(detectorOption())
    .addOption(recognizerOption())
    .addOption(minScoreOption())
    .addOption(uprightOption())
    .addOption(jsonOption())
    .action((source: string, options: CleanOptions) => cleanDataset(source, options));

  dataset
    .command('apply')
    .description('write the cleaned data set as a CSV file')
    .argument('<data>', data)
    .argument('<decisions>', 'the JSON file that the page saved')
    .option('--out <csv>', 'where to write; cleaned.csv beside the decisions unless told')
    .option(
      '--move',
      'also move files to their people, and dropped ones to .dropped; none is deleted',
    )
    .addOption(jsonOption())
    .action((source: string, decisions: string, options: ApplyOptions & { json?: boolean }) =>
      applyToDataset(source, decisions, options),
    );
}
