import type { Share } from './budget.ts';

/** A section of the run, in a process of its own: one that crashes or hangs takes no other along. */
export interface PlannedSection extends Share {
  readonly name: SectionName;
  /** In how many processes at once; it times nothing then. */
  processes?(cores: number): number;
}

export type SectionName =
  | 'machine'
  | 'limits'
  | 'networks'
  | 'photos'
  | 'tests'
  | 'throughput'
  | 'kernels'
  | 'match'
  | 'cold';

/** What tells the most comes first. Shares are seconds of six minutes. */
export const plan: readonly PlannedSection[] = [
  { name: 'machine', share: 10 },
  { name: 'limits', share: 20 },
  { name: 'networks', share: 50 },
  {
    name: 'tests',
    share: 90,
    processes: (cores) => Math.max(1, Math.min(4, Math.floor(cores / 4))),
  },
  { name: 'photos', share: 35 },
  { name: 'throughput', share: 25 },
  { name: 'match', share: 25 },
  { name: 'cold', share: 35 },
  { name: 'kernels', share: 60 },
];
