import type { Command } from 'commander';
import { addDatasetCommands } from './dataset.ts';
import { addTrainCommands } from './train.ts';

/** Adds the commands of training to a command line. */
export function addCommands(program: Command): void {
  addDatasetCommands(program);
  addTrainCommands(program);
}
