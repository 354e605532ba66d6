import { allOperators } from '@facegpu/nn';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/**
 * Of operators that don't change as their inputs change a little, and jump where they do: nothing passes
 * through them. What depends on a weight through them alone doesn't depend on it smoothly.
 */
export const flatGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  and: nothing,
  argMax: nothing,
  argMin: nothing,
  ceil: nothing,
  equal: nothing,
  floor: nothing,
  greater: nothing,
  greaterOrEqual: nothing,
  isInf: nothing,
  isNan: nothing,
  less: nothing,
  lessOrEqual: nothing,
  // It takes whole numbers alone.
  mod: nothing,
  nonMaxSuppression: nothing,
  not: nothing,
  or: nothing,
  quantize: nothing,
  range: nothing,
  round: nothing,
  shape: nothing,
  sign: nothing,
  size: nothing,
  xor: nothing,
});

function nothing(): readonly undefined[] {
  return [];
}
