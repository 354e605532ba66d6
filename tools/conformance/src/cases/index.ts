import type { Case } from '../case.ts';
import { activationCases } from './activations.ts';
import { arithmeticCases } from './arithmetic.ts';
import { convolutionCases } from './convolution.ts';
import { functionCases } from './functions.ts';
import { linearCases } from './linear.ts';
import { movementCases } from './movement.ts';
import { poolCases } from './pools.ts';
import { resizeCases } from './resize.ts';
import { viewCases } from './views.ts';

/** Every case; rows of one operator run in one test. */
export const cases: readonly Case[] = [
  ...activationCases,
  ...arithmeticCases,
  ...convolutionCases,
  ...functionCases,
  ...linearCases,
  ...movementCases,
  ...poolCases,
  ...resizeCases,
  ...viewCases,
];
