import type { Line } from './lines.ts';

/** What a section works with. */
export interface SectionContext {
  /** Hands a line to whoever started the section. */
  send(line: Line): void;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** Tests are run of those files whose path contains this. */
  readonly tests: string;
  /** Which of the processes this is that share the section's work. */
  readonly process: { readonly index: number; readonly count: number };
}

export type Section = (context: SectionContext) => Promise<void>;

/** Lines and context between the two processes of a section. */
export type Task = Omit<SectionContext, 'send'> & { readonly name: string };

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
