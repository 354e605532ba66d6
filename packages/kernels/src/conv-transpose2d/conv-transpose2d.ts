import type { Dispatch } from '../shader/dispatch.ts';
import {
  type ConvTranspose2dArgs,
  type ConvTranspose2dVariant,
  requireConvTranspose2d,
} from './contract.ts';
import { grouped } from './grouped.ts';
import { tiled } from './tiled.ts';

/** Every variant, the preferred ones first. */
export const convTranspose2dVariants = { tiled, grouped } as const satisfies Record<
  string,
  ConvTranspose2dVariant
>;

export type ConvTranspose2dVariantName = keyof typeof convTranspose2dVariants;

/**
 * 2-D transposed convolution, the gradient of a convolution by its input, with bias and activation
 * fused: each input pixel adds its multiple of the window to the output, `strides` apart.
 *
 * @param variant forces a way to compute it; the best that applies where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function convTranspose2d(
  args: ConvTranspose2dArgs,
  variant?: ConvTranspose2dVariantName,
): Dispatch[] {
  requireConvTranspose2d(args);
  const name = variant ?? (tiled.supports(args) ? 'tiled' : 'grouped');
  return [convTranspose2dVariants[name].dispatch(args)];
}
