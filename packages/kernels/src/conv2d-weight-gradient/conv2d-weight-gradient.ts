import type { Target } from '../device/target.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import {
  type Conv2dWeightGradientArgs,
  type Conv2dWeightGradientVariant,
  requireConv2dWeightGradient,
} from './contract.ts';
import { depthwise3x3 } from './depthwise-3x3.ts';
import { grouped } from './grouped.ts';
import { matrix } from './matrix.ts';
import { subgroup } from './subgroup.ts';
import { workgroup } from './workgroup.ts';

/** Every variant, the preferred ones first. */
export const conv2dWeightGradientVariants = {
  depthwise3x3,
  matrix,
  subgroup,
  workgroup,
  grouped,
} as const satisfies Record<string, Conv2dWeightGradientVariant>;

export type Conv2dWeightGradientVariantName = keyof typeof conv2dWeightGradientVariants;

/**
 * The gradient of a 2-D convolution by its weights: what each product of an input and a weight passes
 * on, summed over all pixels of all images. The sum is split into parts, which are added up in a fixed
 * order, so that an adapter gives the same bits for the same arguments. That of a transposed
 * convolution is the same with the roles of the images swapped: its output's gradient as the input, its
 * input as the output's gradient; it comes as `[kernel height, kernel width, output channels / groups,
 * channels]`.
 *
 * @param variant forces a way to compute it; the best that applies where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function conv2dWeightGradient(
  target: Target,
  args: Conv2dWeightGradientArgs,
  variant?: Conv2dWeightGradientVariantName,
): Dispatch[] {
  requireConv2dWeightGradient(args);
  const name = variant ?? chooseConv2dWeightGradient(target, args);
  return conv2dWeightGradientVariants[name].dispatch(target, args);
}

/** The variant that `conv2dWeightGradient` takes. */
function chooseConv2dWeightGradient(
  target: Target,
  args: Conv2dWeightGradientArgs,
): Conv2dWeightGradientVariantName {
  const names = Object.keys(conv2dWeightGradientVariants) as Conv2dWeightGradientVariantName[];
  return (
    names.find((name) => conv2dWeightGradientVariants[name].supports(target, args)) ?? 'grouped'
  );
}
