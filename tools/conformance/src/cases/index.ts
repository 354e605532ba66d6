import type { Case } from '../case.ts';
import { activationCases } from './activations.ts';
import { arithmeticCases } from './arithmetic.ts';
import { convolutionCases } from './convolution.ts';
import { functionCases } from './functions.ts';
import { gatherCases } from './gather.ts';
import { linearCases } from './linear.ts';
import { movementCases } from './movement.ts';
import { normalizationCases } from './normalization.ts';
import { poolCases } from './pools.ts';
import { quantizationCases } from './quantization.ts';
import { reductionCases } from './reductions.ts';
import { repeatCases } from './repeats.ts';
import { resizeCases } from './resize.ts';
import { samplingCases } from './sampling.ts';
import { scatterCases } from './scatter.ts';
import { suppressionCases } from './suppression.ts';
import { viewCases } from './views.ts';

/** Every case; rows of one operator run in one test. */
export const cases: readonly Case[] = [
  ...activationCases,
  ...arithmeticCases,
  ...convolutionCases,
  ...functionCases,
  ...gatherCases,
  ...linearCases,
  ...movementCases,
  ...normalizationCases,
  ...poolCases,
  ...samplingCases,
  ...quantizationCases,
  ...repeatCases,
  ...reductionCases,
  ...resizeCases,
  ...scatterCases,
  ...suppressionCases,
  ...viewCases,
];
