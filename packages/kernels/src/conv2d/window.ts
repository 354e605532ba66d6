/** A value for y and one for x. */
export type Pair = readonly [number, number];

/** Rows and columns around an image. */
export interface Padding {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export const noPadding: Padding = { top: 0, bottom: 0, left: 0, right: 0 };

/**
 * The number of windows along an axis.
 *
 * @param size of the axis, padding included
 * @param ceil whether a last window may hang over the end
 */
export function outputSize(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  ceil = false,
): number {
  const span = (kernel - 1) * dilation + 1;
  if (size < span) return 0;
  return (ceil ? Math.ceil((size - span) / stride) : Math.floor((size - span) / stride)) + 1;
}
