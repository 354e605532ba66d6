import type { GradientTable } from '../autodiff/gradient.ts';
import { arithmeticGradients } from './arithmetic.ts';
import { convolutionGradients } from './convolution.ts';
import { functionGradients } from './functions.ts';
import { linearGradients } from './linear.ts';
import { movementGradients } from './movement.ts';
import { reductionGradients } from './reductions.ts';
import { softmaxGradients } from './softmax.ts';

/** The gradients that there are, by operator. Add rows of your own for operators of your own. */
export const gradients: GradientTable = /* @__PURE__ */ Object.freeze({
  ...arithmeticGradients,
  ...convolutionGradients,
  ...functionGradients,
  ...linearGradients,
  ...movementGradients,
  ...reductionGradients,
  ...softmaxGradients,
});
