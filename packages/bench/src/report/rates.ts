import type { Result } from './result.ts';

/** How fast a work's arithmetic and its traffic with memory go. */
export interface Rates {
  /** GFLOP/s. */
  readonly arithmetic?: number;
  /** GB/s. */
  readonly memory?: number;
}

/** Facts that rates are made of. */
export const sizeFacts = ['GFLOP', 'MB'];

/** Works that stand for what the adapter can do at best; nobody else does them. */
export function isLimit({ name }: Pick<Result, 'name'>): boolean {
  return name.startsWith('limit:');
}

/**
 * The rates of a work whose facts tell how much it is.
 *
 * @param time of ours or of a peer, in milliseconds
 */
export function ratesOf({ facts }: Pick<Result, 'facts'>, time: number): Rates {
  const { GFLOP, MB } = facts;
  return {
    ...(GFLOP !== undefined && { arithmetic: (GFLOP / time) * 1000 }),
    ...(MB !== undefined && { memory: MB / time }),
  };
}

/** The best rates of those works that are limits. */
export function limitsOf(results: readonly Result[]): Rates {
  const rates = results.filter(isLimit).map((result) => ratesOf(result, result.ours_ms));
  const best = (rate: keyof Rates) => {
    const known = rates.flatMap(({ [rate]: value }) => value ?? []);
    return known.length > 0 ? { [rate]: Math.max(...known) } : {};
  };
  return { ...best('arithmetic'), ...best('memory') };
}

/** The geometric mean of a peer's time / ours over those works that it does, and their number. */
export function meanRatio(
  results: readonly Result[],
  peer: string,
): { mean: number; count: number } | undefined {
  const logarithms = results.flatMap(({ ours_ms, peers }) => {
    const time = peers[peer];
    return time === undefined ? [] : [Math.log(time / ours_ms)];
  });
  const count = logarithms.length;
  if (count === 0) return undefined;
  return { mean: Math.exp(logarithms.reduce((a, b) => a + b) / count), count };
}
