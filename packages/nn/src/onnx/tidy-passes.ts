import { nameActivations } from '../passes/name-activations.ts';
import type { Pass } from '../passes/pass.ts';
import { removeDeadCode } from '../passes/remove-dead-code.ts';
import { shareConcats } from '../passes/share-concats.ts';

/** What is made of an imported model at once, for all who run it later: it says less, and computes the same. */
export const tidyPasses: readonly Pass[] = [shareConcats, nameActivations, removeDeadCode];
