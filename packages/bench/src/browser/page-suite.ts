import type { AdapterInfo } from '@facegpu/kernels';
import type { Result } from '../report/result.ts';
import type { Choice } from '../run.ts';

/** What the page offers to whoever opened it. */
export interface PageSuite {
  readonly adapter: AdapterInfo;
  /** Names of works. */
  names(choice: Choice): string[];
  run(name: string, quick: boolean): Promise<Result>;
}

declare global {
  var facegpuBench: Promise<PageSuite>;
}
