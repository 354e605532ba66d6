import type { NetworkBuilder } from '../networks/network-builder.ts';
import { asNumbers, mean, sum } from './reduce.ts';

/** Losses of numbers that are to be what is wanted; both of one shape. Each returns the mean over all elements. */

/** Mean absolute error. */
export function l1(b: NetworkBuilder, values: string, wanted: string): string {
  return mean(b, distance(b, values, wanted));
}

/**
 * Mean absolute error where a mask is 1.
 *
 * @param mask 0 or 1; broadcasts against the values
 * @returns the sum over the number of ones, which is 1 at least
 */
export function maskedL1(b: NetworkBuilder, values: string, wanted: string, mask: string): string {
  const off = b.add('mul', [distance(b, values, wanted), mask]);
  return b.add('div', [sum(b, off), b.add('max', [sum(b, mask), b.scalar(1)])]);
}

/** Mean squared error. */
export function l2(b: NetworkBuilder, values: string, wanted: string): string {
  const off = b.add('sub', [values, wanted]);
  return mean(b, b.add('mul', [off, off]));
}

/**
 * The wing loss (Feng 2018): `width · ln(1 + |x| / curvature)` near the target, where landmarks mostly lie,
 * and the distance less a constant beyond.
 */
export function wing(
  b: NetworkBuilder,
  values: string,
  wanted: string,
  { width = 10, curvature = 2 }: { readonly width?: number; readonly curvature?: number } = {},
): string {
  const off = distance(b, values, wanted);
  const near = b.add('mul', [
    b.add('log', [b.add('add', [b.add('mul', [off, b.scalar(1 / curvature)]), b.scalar(1)])]),
    b.scalar(width),
  ]);
  const constant = width - width * Math.log(1 + width / curvature);
  const away = b.add('sub', [off, b.scalar(constant)]);
  return mean(b, b.add('where', [b.add('less', [off, b.scalar(width)]), near, away]));
}

export interface AdaptiveWingOptions {
  readonly alpha?: number;
  readonly omega?: number;
  readonly epsilon?: number;
  readonly theta?: number;
  /**
   * How much elements count beside the others whose target is `from` or above, as the paper's map of weights has
   * it; as much as they unless told.
   */
  readonly peaks?: { readonly from: number; readonly weight: number } | undefined;
}

/**
 * The adaptive wing loss of heatmaps (Wang 2019): the steeper near the target, the nearer to 1 what is wanted is,
 * so that peaks count more than the ground.
 *
 * @param wanted from 0 to 1
 */
export function adaptiveWing(
  b: NetworkBuilder,
  values: string,
  wanted: string,
  { alpha = 2.1, omega = 14, epsilon = 1, theta = 0.5, peaks }: AdaptiveWingOptions = {},
): string {
  const off = distance(b, values, wanted);
  const power = b.add('sub', [b.scalar(alpha), wanted]);
  // A power has no slope at 0.
  const scaled = b.add('max', [b.add('mul', [off, b.scalar(1 / epsilon)]), b.scalar(1e-6)]);
  const near = b.add('mul', [
    b.add('log', [b.add('add', [b.add('pow', [scaled, power]), b.scalar(1)])]),
    b.scalar(omega),
  ]);
  // A line of the same slope goes on where the two meet, at theta.
  const edge = b.add('pow', [b.scalar(theta / epsilon), power]);
  const beyond = b.add('pow', [b.scalar(theta / epsilon), b.add('sub', [power, b.scalar(1)])]);
  const above = b.add('add', [edge, b.scalar(1)]);
  const slope = b.add('mul', [
    b.add('div', [b.add('mul', [power, beyond]), above]),
    b.scalar(omega / epsilon),
  ]);
  const height = b.add('sub', [
    b.add('mul', [slope, b.scalar(theta)]),
    b.add('mul', [b.add('log', [above]), b.scalar(omega)]),
  ]);
  const away = b.add('sub', [b.add('mul', [slope, off]), height]);
  const losses = b.add('where', [b.add('less', [off, b.scalar(theta)]), near, away]);
  if (!peaks) return mean(b, losses);
  const isPeak = b.add('greaterOrEqual', [wanted, b.scalar(peaks.from)]);
  const weights = b.add('where', [isPeak, b.scalar(peaks.weight), b.scalar(1)]);
  return mean(b, b.add('mul', [losses, weights]));
}

/**
 * The focal loss of heatmaps of centres (Law 2018; CenterNet): cells near a centre, but not on it, count less as
 * the fourth power of how near they are.
 *
 * @param probabilities between 0 and 1
 * @param wanted 1 at centres, falling off around them
 * @returns the sum over the number of centres, which is 1 at least
 */
export function centreFocal(b: NetworkBuilder, probabilities: string, wanted: string): string {
  const inside = b.add('clip', [probabilities], { low: 1e-6, high: 1 - 1e-6 });
  const outside = b.add('sub', [b.scalar(1), inside]);
  const isCentre = asNumbers(b, b.add('greaterOrEqual', [wanted, b.scalar(1)]));
  const rest = b.add('sub', [b.scalar(1), wanted]);
  const squared = (x: string) => b.add('mul', [x, x]);
  const hits = product(b, [b.add('log', [inside]), squared(outside), isCentre]);
  const misses = product(b, [b.add('log', [outside]), squared(inside), squared(squared(rest))]);
  const total = b.add('neg', [sum(b, b.add('add', [hits, misses]))]);
  return b.add('div', [total, b.add('max', [sum(b, isCentre), b.scalar(1)])]);
}

function distance(b: NetworkBuilder, values: string, wanted: string): string {
  return b.add('abs', [b.add('sub', [values, wanted])]);
}

function product(b: NetworkBuilder, factors: readonly string[]): string {
  return factors.reduce((x, y) => b.add('mul', [x, y]));
}
