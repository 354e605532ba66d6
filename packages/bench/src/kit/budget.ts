/** A part of the run, and how much of the time it may have beside the others. */
export interface Share {
  readonly share: number;
}

/**
 * When a section has to stop: it gets its share of the time that is left, so that what one doesn't use
 * is there for those after it.
 *
 * @param now milliseconds, as the deadline of the whole run
 * @param rest the section and all that come after it
 */
export function deadlineOf(now: number, end: number, rest: readonly Share[]): number {
  const [section] = rest;
  const sum = rest.reduce((total, { share }) => total + share, 0);
  return now + (Math.max(0, end - now) * section.share) / sum;
}
