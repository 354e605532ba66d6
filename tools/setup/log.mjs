import { endWithNpm } from './parent.mjs';

/** Tells the person in front of it what set-up is doing. stdout belongs to results. */
export const log = {
  /** @param {string} message */
  step(message) {
    process.stderr.write(`facegpu set-up: ${message}\n`);
  },
};

/** A reason to stop that the person can do something about. */
export class SetupError extends Error {}

/**
 * Ends the process with a message instead of a stack where set-up failed for a known reason.
 *
 * @param {() => Promise<number>} main returns the exit code
 */
export async function runMain(main) {
  endWithNpm();
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`facegpu set-up: ${error.message}\n`);
    process.exitCode = 1;
  }
}
