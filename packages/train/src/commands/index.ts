import type { Command } from 'commander';

/** Adds the commands of training to a command line. */
export function addCommands(_program: Command): void {}
