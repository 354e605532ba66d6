import { type AdapterInfo, FaceGpuError } from '@facegpu/kernels';
import type { Result } from './report/result.ts';

/** What came of a run of the suite. */
export interface Run {
  readonly adapter: AdapterInfo;
  readonly results: readonly Result[];
  /** Versions of what took part, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Which works are to be run, and how long. */
export interface Choice {
  readonly quick: boolean;
  readonly filter: string;
}

export function noSuchWork(filter: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `no work has "${filter}" in its name`,
    'Give a part of a name that a report has in its first column, or leave --filter out.',
  );
}
