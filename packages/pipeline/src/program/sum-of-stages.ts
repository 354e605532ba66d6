import type { Findings } from './program.ts';

/** Milliseconds of all looks. */
export function sumOfStages(looks: readonly Findings[]): Findings['stages'] {
  const sum: Record<string, number> = {};
  for (const { stages } of looks) {
    for (const [stage, time] of Object.entries(stages)) sum[stage] = (sum[stage] ?? 0) + time;
  }
  return sum;
}
