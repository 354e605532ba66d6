import type { GradientTable } from '../autodiff/gradient.ts';
import { arithmeticGradients } from './arithmetic.ts';
import { choiceGradients } from './choice.ts';
import { convolutionGradients } from './convolution.ts';
import { flatGradients } from './flat.ts';
import { functionGradients } from './functions.ts';
import { linearGradients } from './linear.ts';
import { movementGradients } from './movement.ts';
import { normalizationGradients } from './normalization.ts';
import { poolingGradients } from './pooling.ts';
import { reductionGradients } from './reductions.ts';
import { resamplingGradients } from './resampling.ts';
import { softmaxGradients } from './softmax.ts';

/** The gradients that there are, by operator. Add rows of your own for operators of your own. */
export const gradients: GradientTable = /* @__PURE__ */ Object.freeze({
  ...arithmeticGradients,
  ...choiceGradients,
  ...convolutionGradients,
  ...flatGradients,
  ...functionGradients,
  ...linearGradients,
  ...movementGradients,
  ...normalizationGradients,
  ...poolingGradients,
  ...reductionGradients,
  ...resamplingGradients,
  ...softmaxGradients,
});
