import type { Work } from '../work.ts';
import { networkWorks } from './networks.ts';

/** Everything that is timed, in the order of the report. */
export function allWorks(quick: boolean): Work[] {
  return [...networkWorks(quick)];
}
