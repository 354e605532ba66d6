import { numberBetween, wholeBetween } from '@facegpu/pipeline/command-line';
import { type Command, Option } from 'commander';
import type { CourseLength } from '../course/run-course.ts';

/** Options of every training. */
export interface CourseOptions {
  readonly out: string;
  readonly rate?: number;
  readonly minutes?: number;
  readonly epochs?: number;
  readonly every: number;
  readonly seed: number;
  readonly resume?: boolean;
  readonly json?: boolean;
}

/** What differs from one training to the next. */
export interface CourseDefaults {
  /** What the highest learning rate is unless told, in words where it depends on something. */
  readonly rate: string;
  /** What an epoch is. */
  readonly epoch: string;
  /** Of them, unless told. */
  readonly epochs: number;
}

/** Adds the options of every training to a command. */
export function addCourseOptions(
  command: Command,
  { rate, epoch, epochs }: CourseDefaults,
): Command {
  return command
    .requiredOption('--out <model>', 'the model file to write, .safetensors')
    .addOption(
      new Option('--rate <rate>', `the highest learning rate; ${rate}`).argParser(
        numberBetween(1e-8, 10),
      ),
    )
    .addOption(
      new Option('--minutes <minutes>', 'how long')
        .argParser(numberBetween(0.01, 1e5))
        .conflicts('epochs'),
    )
    .addOption(
      new Option('--epochs <count>', `${epoch}; ${epochs} unless told`).argParser(
        wholeBetween(1, 1e6),
      ),
    )
    .addOption(
      new Option('--every <steps>', 'steps from one measurement and checkpoint to the next')
        .argParser(wholeBetween(1, 1e6))
        .default(50),
    )
    .addOption(
      new Option('--seed <number>', 'of everything that is drawn')
        .argParser(wholeBetween(0, 2 ** 31 - 1))
        .default(1),
    )
    .option('--resume', 'go on where a run with the same options was stopped')
    .option('--json', 'print the result as JSON');
}

/** How long a training takes. */
export function lengthOf(
  { minutes, epochs }: CourseOptions,
  { perEpoch, usual }: { readonly perEpoch: number; readonly usual: number },
): CourseLength {
  return minutes === undefined
    ? { steps: Math.max(1, Math.floor(perEpoch)) * (epochs ?? usual) }
    : { milliseconds: minutes * 60_000 };
}
