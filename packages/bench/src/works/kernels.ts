import { elementCount } from '@facegpu/kernels';
import { requireAgreement } from '../agree.ts';
import type { Contender } from '../measure.ts';
import type { Work } from '../work.ts';
import type { Kernel } from './kernel.ts';
import { isQuick, kernelShapes } from './kernel-shapes.ts';
import { prepareOurs, prepareTheirs } from './kernel-sides.ts';
import { noise } from './noise.ts';
import { type Repeat, repeatsFor, takeTurn } from './repeats.ts';

/**
 * Single operations, ours and those of TensorFlow.js on the same device. Their names come from the
 * networks' graphs, which are read for them.
 */
export async function kernelWorks(quick: boolean): Promise<Work[]> {
  const kernels = await kernelShapes();
  return kernels.filter((kernel) => !quick || isQuick(kernel)).map(kernelWork);
}

/** Inputs and weights are on the GPU, and so is the output: nothing is read back. */
export function kernelWork(kernel: Kernel): Work {
  const name = `kernel: ${kernel.name}`;
  return {
    name,
    kind: 'kernel',
    async prepare({ device, executors }) {
      const values = kernel.inputs.map(({ shape }) => noise(elementCount(shape)));
      const ours = await prepareOurs(device, kernel, values);
      const isThere = executors.some(({ name }) => name === 'tfjs-webgpu');
      const theirs = isThere ? await prepareTheirs(device, kernel, values) : undefined;
      if (theirs) {
        const outputs = [{ output: await ours.read() }, { output: await theirs.read() }] as const;
        requireAgreement('tfjs-webgpu', name, ...outputs);
      }
      const times = await repeatsFor(ours.repeat);
      await theirs?.repeat(times);
      return {
        contenders: [
          contender('facegpu', ours.repeat, times),
          ...(theirs ? [contender('tfjs-webgpu', theirs.repeat, times)] : []),
        ],
        facts: {
          ...(kernel.operations && { GFLOP: kernel.operations / 1e9 }),
          MB: ours.bytes / 1e6,
        },
        async dispose() {
          ours.dispose();
          theirs?.dispose();
        },
      };
    },
  };
}

/** Its time is that of one operation: the median of a turn's runs, which do it several times each. */
function contender(name: string, repeat: Repeat, times: number): Contender {
  return {
    name,
    ownTime: true,
    async run() {
      const runs = await takeTurn(repeat, times);
      return runs[Math.floor(runs.length / 2)] / times;
    },
  };
}
