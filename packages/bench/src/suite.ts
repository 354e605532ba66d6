import { type Effort, measure } from './measure.ts';
import { type Result, toResult } from './report/result.ts';
import type { Work } from './work.ts';

/** How long to measure: long runs, of which there are seconds on SwiftShader, are fewer. */
export function effortOf(quick: boolean): Effort {
  return quick ? { rounds: 3, turn: 500, most: 3000 } : { rounds: 7, turn: 1000, most: 5000 };
}

/** Those works whose name contains a text. */
export function chosen<T extends Pick<Work, 'name'>>(works: readonly T[], filter: string): T[] {
  return works.filter(({ name }) => name.includes(filter));
}

/** Prepares a work, measures it, and lets go of it. */
export async function runWork<Needed>(
  work: Work<Needed>,
  setting: Needed,
  adapter: string,
  effort: Effort,
): Promise<Result> {
  const prepared = await work.prepare(setting);
  try {
    const times = await measure(prepared.contenders, effort);
    return toResult(work, adapter, times, { ...prepared.facts, ...prepared.factsOf?.(times) });
  } finally {
    await prepared.dispose();
  }
}

/** Does one after the other; tells on stderr which one it is at. */
export async function inTurn(
  names: readonly string[],
  run: (name: string, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [i, name] of names.entries()) {
    console.warn(`${i + 1}/${names.length} ${name}`);
    results.push(await run(name, i));
  }
  return results;
}
