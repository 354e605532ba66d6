import type { OnnxOperatorTable } from '../operator.ts';
import { activations } from './activations.ts';
import { arithmetic } from './arithmetic.ts';
import { convolutions } from './convolution.ts';
import { functions } from './functions.ts';
import { gathers } from './gather.ts';
import { linear } from './linear.ts';
import { movement } from './movement.ts';
import { normalizations } from './normalization.ts';
import { pools } from './pools.ts';
import { quantizations } from './quantization.ts';
import { reductions } from './reductions.ts';
import { repeats } from './repeats.ts';
import { resizes } from './resize.ts';
import { sampling } from './sampling.ts';
import { scatters } from './scatter.ts';
import { softmaxes } from './softmax.ts';
import { suppressions } from './suppression.ts';
import { values } from './values.ts';
import { views } from './views.ts';

/** Every operator of ONNX that is there, by its name. */
export const onnxOperators: OnnxOperatorTable = {
  ...activations,
  ...arithmetic,
  ...convolutions,
  ...functions,
  ...gathers,
  ...linear,
  ...movement,
  ...normalizations,
  ...pools,
  ...quantizations,
  ...repeats,
  ...reductions,
  ...resizes,
  ...scatters,
  ...sampling,
  ...softmaxes,
  ...suppressions,
  ...values,
  ...views,
};
