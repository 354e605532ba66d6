import type { Work } from '../work.ts';
import { coldWorks } from './cold.ts';
import { kernelWorks } from './kernels.ts';
import { limitWorks } from './limits.ts';
import { matchWorks } from './match.ts';
import { networkWorks } from './networks.ts';
import { photoWorks } from './photo.ts';

/** Everything that is timed, in the order of the report. */
export async function allWorks(quick: boolean): Promise<Work[]> {
  return [
    ...limitWorks(),
    ...(await kernelWorks(quick)),
    ...networkWorks(quick),
    ...coldWorks(quick),
    ...photoWorks(quick),
    ...matchWorks(quick),
  ];
}
