import type { Work } from '../work.ts';
import { networkWorks } from '../works/networks.ts';

/** What is timed in a browser: works that need nothing of Node. */
export function browserWorks(quick: boolean): Work[] {
  return networkWorks(quick);
}
