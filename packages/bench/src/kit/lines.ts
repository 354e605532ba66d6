import type { AdapterInfo } from '@facegpu/kernels';
import type { Result } from '../report/result.ts';

/** Tests of one suite of a file, all that ran in one process. */
export interface TestsLine {
  readonly kind: 'tests';
  /** `conv2d matrix`: what `describe` was told first. */
  readonly suite: string;
  readonly passed: number;
  /** Full names of those that failed, and what they said. */
  readonly failed: Readonly<Record<string, string>>;
  /** How many were skipped, by the reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** What a section has to say, one thing at a time. */
export type Line =
  | {
      readonly kind: 'machine';
      readonly adapter: AdapterInfo;
      readonly limits: Readonly<Record<string, number>>;
      /** Processor, driver and versions, by name. */
      readonly about: Readonly<Record<string, string>>;
    }
  /** Whatever ends the run next, this was under way. */
  | { readonly kind: 'begun'; readonly what: string }
  | { readonly kind: 'result'; readonly result: Result }
  | TestsLine
  | { readonly kind: 'failed'; readonly what: string; readonly why: string }
  /** There was no time for it. */
  | { readonly kind: 'left out'; readonly what: string }
  | { readonly kind: 'ended'; readonly seconds: number };

/** A line as it stands in the journal. */
export type JournalLine = Line & {
  /** Seconds since the run began. */
  readonly at: number;
  readonly section: string;
};

/** The lines of a journal, the last of which may be cut off. */
export function parseLines(journal: string): JournalLine[] {
  return journal.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as JournalLine];
    } catch {
      return [];
    }
  });
}
