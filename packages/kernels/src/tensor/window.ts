import { shapeMismatch } from '../errors.ts';

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

/** A window that slides over an image, in pixels. */
export interface SlidingWindow {
  readonly kernel: Pair;
  readonly strides: Pair;
  /** Distance between the window's taps; 1 where it is left out. */
  readonly dilations?: Pair | undefined;
  readonly padding: Padding;
  /** Whether a last window may hang over the end of the padded image; no where it is left out. */
  readonly ceil?: boolean | undefined;
}

/**
 * The numbers of windows along y and x; 0 where not even one fits.
 *
 * With `ceil`, a window that hangs over the end counts only where it starts inside the image or in
 * the padding before it: one that started in the padding behind would see nothing of the image.
 * That is the rule of PyTorch and ONNX.
 *
 * @param size of the image, padding excluded
 */
export function outputSize([height, width]: Pair, window: SlidingWindow): Pair {
  const { kernel, strides, dilations = [1, 1], padding, ceil = false } = window;
  const { top, bottom, left, right } = padding;
  return [
    windowCount(height, top, bottom, kernel[0], strides[0], dilations[0], ceil),
    windowCount(width, left, right, kernel[1], strides[1], dilations[1], ceil),
  ];
}

function windowCount(
  size: number,
  before: number,
  after: number,
  kernel: number,
  stride: number,
  dilation: number,
  ceil: boolean,
): number {
  const span = (kernel - 1) * dilation + 1;
  const steps = (before + size + after - span) / stride;
  const whole = Math.floor(steps) + 1;
  // The next window starts at whole · stride, counted from the first row or column of padding.
  const hangs = ceil && !Number.isInteger(steps) && whole * stride < before + size;
  return Math.max(0, hangs ? whole + 1 : whole);
}

/**
 * Sizes, strides and dilations are whole numbers from 1, paddings whole numbers from 0.
 *
 * @throws FaceGpuError `shape-mismatch`, in the name of `kernel`
 */
export function requireWindow(kernel: string, window: SlidingWindow): void {
  const { padding, strides, dilations = [1, 1] } = window;
  const lengths = { kernel: window.kernel, strides, dilations };
  for (const [name, pair] of Object.entries(lengths)) {
    if (pair.every((value) => Number.isInteger(value) && value >= 1)) continue;
    throw shapeMismatch(`${kernel}: ${name} is ${pair.join('×')}`, 'Give whole numbers from 1.');
  }
  for (const [side, value] of Object.entries(padding)) {
    if (Number.isInteger(value) && value >= 0) continue;
    throw shapeMismatch(`${kernel}: padding ${side} is ${value}`, 'Give whole numbers from 0.');
  }
}
