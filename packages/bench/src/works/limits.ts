import type { Device } from '@facegpu/kernels';
import { copyLoop, type Loop, sumLoop } from '../limits.ts';
import type { Work } from '../work.ts';
import { repeatsFor, takeTurn } from './repeats.ts';

/** What the adapter does at best, to compare kernels with. Nobody else takes part. */
export function limitWorks(): Work[] {
  return [
    limitWork('limit: arithmetic', {
      fact: 'GFLOP',
      unit: 1e9,
      make: sumLoop,
      variants: [4, 8, 12, 16, 24],
    }),
    limitWork('limit: memory', { fact: 'MB', unit: 1e6, make: copyLoop, variants: [1, 8, 64] }),
  ];
}

interface Limit {
  readonly fact: string;
  readonly unit: number;
  make(device: Device, variant: number): Promise<Loop>;
  readonly variants: readonly number[];
}

function limitWork(name: string, { fact, unit, make, variants }: Limit): Work {
  return {
    name,
    kind: 'kernel',
    async prepare({ device }) {
      const variant = await best(variants, async (candidate) => {
        const loop = await make(device, candidate);
        const times = await repeatsFor(loop.repeat, loop.most);
        const [fastest] = await takeTurn(loop.repeat, times);
        loop.dispose();
        return (times * loop.amount) / fastest;
      });
      const loop = await make(device, variant);
      const times = await repeatsFor(loop.repeat, loop.most);
      const run = async () => (await takeTurn(loop.repeat, times))[0];
      return {
        contenders: [{ name: 'facegpu', ownTime: true, run }],
        facts: { [fact]: (times * loop.amount) / unit },
        dispose: async () => loop.dispose(),
      };
    },
  };
}

/** The variant with the largest score. */
async function best(
  variants: readonly number[],
  score: (variant: number) => Promise<number>,
): Promise<number> {
  let [winner] = variants;
  let highest = 0;
  for (const variant of variants) {
    const scored = await score(variant);
    if (scored > highest) [winner, highest] = [variant, scored];
  }
  return winner;
}
