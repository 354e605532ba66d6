import type { Target } from '../device/target.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import {
  type ConvTranspose2dArgs,
  type ConvTranspose2dVariant,
  requireConvTranspose2d,
} from './contract.ts';
import { depthwise } from './depthwise.ts';
import { depthwise3x3 } from './depthwise-3x3.ts';
import { grouped } from './grouped.ts';
import { mirrored } from './mirrored.ts';
import { subgroup } from './subgroup.ts';
import { tiled } from './tiled.ts';

/** Every variant, the preferred ones first. */
export const convTranspose2dVariants = {
  subgroup,
  mirrored,
  depthwise3x3,
  depthwise,
  tiled,
  grouped,
} as const satisfies Record<string, ConvTranspose2dVariant>;

export type ConvTranspose2dVariantName = keyof typeof convTranspose2dVariants;

/**
 * 2-D transposed convolution, the gradient of a convolution by its input, with bias and activation
 * fused: each input pixel adds its multiple of the window to the output, `strides` apart.
 *
 * @param variant forces a way to compute it; the best that applies where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function convTranspose2d(
  target: Target,
  args: ConvTranspose2dArgs,
  variant?: ConvTranspose2dVariantName,
): Dispatch[] {
  requireConvTranspose2d(args);
  const name = variant ?? chooseConvTranspose2d(target, args);
  return convTranspose2dVariants[name].dispatch(target, args);
}

/** The variant that `convTranspose2d` takes. */
function chooseConvTranspose2d(
  target: Target,
  args: ConvTranspose2dArgs,
): ConvTranspose2dVariantName {
  const names = Object.keys(convTranspose2dVariants) as ConvTranspose2dVariantName[];
  return names.find((name) => convTranspose2dVariants[name].supports(target, args)) ?? 'grouped';
}
