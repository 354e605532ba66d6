import type { Target } from '../device/target.ts';

/** How the pixels of a batch are cut, so that sums over all of them are computed side by side. */
export interface Slices {
  readonly slices: number;
  /** Pixels of each slice but the last. */
  readonly slicePixels: number;
}

/** Invocations that keep an adapter busy. */
const enough = { software: 2 ** 8, hardware: 2 ** 14 };
/** Fewer pixels aren't worth what it costs to combine slices. */
const fewestPixels = 32;

/** Slices of a batch's pixels, each summed by one invocation a vec4 of channels. */
export function slicePixels({ info }: Target, pixels: number, vec4s: number): Slices {
  const wanted = (info.software ? enough.software : enough.hardware) / Math.max(1, vec4s);
  const most = Math.max(1, Math.floor(pixels / fewestPixels));
  // No more than the root of the pixels: an invocation combines them all.
  const slices = Math.min(Math.ceil(wanted), most, Math.ceil(Math.sqrt(pixels)));
  const size = Math.ceil(pixels / Math.max(1, slices));
  return { slices: Math.ceil(pixels / Math.max(1, size)), slicePixels: size };
}
