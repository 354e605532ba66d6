import { type Result, toResult } from './result.ts';

interface MadeUp {
  readonly name: string;
  readonly kind?: Result['kind'];
  /** Medians of everyone, ours first. */
  readonly ms: readonly number[];
  readonly facts?: Result['facts'];
}

const everyone = ['facegpu', 'tfjs-webgpu', 'tfjs-wasm'];

/** A result that nobody measured, for tests. */
export function madeUp({ name, kind = 'network', ms, facts = {} }: MadeUp): Result {
  const times = ms.map((median, i) => {
    return [everyone[i], { median, quartiles: [median * 0.9, median * 1.2], runs: 3 }] as const;
  });
  return toResult({ name, kind }, 'adapter', new Map(times), facts);
}
