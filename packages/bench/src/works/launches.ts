import type { Device } from '@facegpu/kernels';
import { wordLoop } from '../limits.ts';
import type { Work } from '../work.ts';
import { takeTurn } from './repeats.ts';

/** Dispatches of one pass, none of which begins before the last has ended. */
const dispatches = 1024;

/** What the GPU takes for being asked at all. Nobody else takes part. */
export function launchWorks(): Work[] {
  return [
    launchWork('limit: a dispatch', dispatches),
    launchWork('limit: a submit, and the wait for it', 1),
  ];
}

/** The time of one of so many dispatches in a submit. */
function launchWork(name: string, times: number): Work {
  return {
    name,
    kind: 'kernel',
    async prepare({ device }: { readonly device: Device }) {
      const loop = await wordLoop(device);
      await loop.repeat(times);
      const run = async () => (await takeTurn(loop.repeat, times))[0] / times;
      return {
        contenders: [{ name: 'facegpu', ownTime: true, run }],
        dispose: async () => loop.dispose(),
      };
    },
  };
}
