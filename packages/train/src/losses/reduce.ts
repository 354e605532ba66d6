import type { NetworkBuilder } from '../networks/network-builder.ts';

/** The sum of all elements: a single number. */
export function sum(b: NetworkBuilder, values: string): string {
  return b.add('reduceSum', [values], { keepDims: false });
}

/** The mean of all elements: a single number. */
export function mean(b: NetworkBuilder, values: string): string {
  return b.add('reduceMean', [values], { keepDims: false });
}

/** Truth values as 0 and 1. */
export function asNumbers(b: NetworkBuilder, flags: string): string {
  return b.add('cast', [flags], { to: 'f32' });
}
