import type { Target } from '../device/target.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { type Conv2dArgs, type Conv2dVariant, requireConv2d } from './contract.ts';
import { depthwise } from './depthwise.ts';
import { depthwise3x3 } from './depthwise-3x3.ts';
import { grouped } from './grouped.ts';
import { matrix } from './matrix.ts';
import { subgroup } from './subgroup.ts';
import { workgroup } from './workgroup.ts';

/** Every variant, the preferred ones first. */
export const conv2dVariants = {
  depthwise3x3,
  depthwise,
  matrix,
  subgroup,
  workgroup,
  grouped,
} as const satisfies Record<string, Conv2dVariant>;

export type Conv2dVariantName = keyof typeof conv2dVariants;

/**
 * 2-D convolution (cross-correlation, as in every neural network), with bias, residual, slopes and
 * activation fused: `output = activation(prelu(conv(input, weight) + bias + residual, slopes))`.
 *
 * @param variant forces a way to compute it; the best that applies where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function conv2d(target: Target, args: Conv2dArgs, variant?: Conv2dVariantName): Dispatch[] {
  requireConv2d(args);
  const name = variant ?? chooseConv2d(target, args);
  return conv2dVariants[name].dispatch(target, args);
}

/** The variant that `conv2d` takes. */
export function chooseConv2d(target: Target, args: Conv2dArgs): Conv2dVariantName {
  const names = Object.keys(conv2dVariants) as Conv2dVariantName[];
  return names.find((name) => conv2dVariants[name].supports(target, args)) ?? 'grouped';
}
