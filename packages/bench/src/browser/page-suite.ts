import type { AdapterInfo } from '@facegpu/kernels';
import type { Result } from '../report/result.ts';
import type { Choice } from '../run.ts';
import type { Start } from '../works/cold.ts';

/** What the page offers to whoever opened it. */
export interface PageSuite {
  /** Makes a device, and everyone who takes part. */
  open(): Promise<Opened>;
  /** Names of works, once the suite is open. */
  names(choice: Choice): Promise<string[]>;
  run(name: string, quick: boolean): Promise<Result>;
  /** In a page that has done nothing else. */
  readonly coldStart: Start;
}

export interface Opened {
  readonly adapter: AdapterInfo;
  /** Who takes part, ours first. */
  readonly contenders: readonly string[];
}

declare global {
  var facegpuBench: PageSuite;
}
