import { type Dimensions, Model, type Network } from '@facegpu/nn';
import { platform } from '#platform';
import { requireAgreement } from '../agree.ts';
import {
  CannotRun,
  type Executor,
  type LoadedNetwork,
  type Tensors,
} from '../executors/executor.ts';
import type { Work } from '../work.ts';
import { noise } from './noise.ts';

/** The three networks on the way from a photo to a name: side of the input, and batches. */
const networks = [
  { model: 'ssd-mobilenet-v1', size: 512, batches: [1] },
  { model: 'landmarks-68', size: 112, batches: [1, 8] },
  { model: 'face-recognition-128', size: 150, batches: [1, 8, 32] },
] as const;

/** Steady state: input in memory to output in memory, weights and pipelines ready. */
export function networkWorks(quick: boolean): Work[] {
  return networks.flatMap(({ model, size, batches }) =>
    batches
      .filter((batch) => batch === 1 || !quick)
      .map((batch) => networkWork(model, size, { batch })),
  );
}

function networkWork(name: string, size: number, dimensions: Dimensions & { batch: number }): Work {
  const title = `${name}, batch ${dimensions.batch}`;
  return {
    name: title,
    kind: 'network',
    async prepare({ executors }) {
      const network = (await Model.parse(await platform.readModel(name), name)).network();
      const inputs: Tensors = { image: noise(dimensions.batch * size * size * 3) };
      const loaded: { executor: Executor; runner: LoadedNetwork }[] = [];
      let ours: Tensors | undefined;
      for (const executor of executors) {
        const runner = await loadOrLeaveOut(executor, network, dimensions);
        if (!runner) continue;
        await runner.run(inputs);
        const outputs = await runner.run(inputs);
        if (ours) requireAgreement(executor.name, title, ours, outputs);
        else ours = outputs;
        loaded.push({ executor, runner });
      }
      return {
        contenders: loaded.map(({ executor, runner }) => ({
          name: executor.name,
          run: () => runner.run(inputs),
        })),
        async dispose() {
          for (const { runner } of loaded) await runner.dispose();
        },
      };
    },
  };
}

async function loadOrLeaveOut(
  executor: Executor,
  network: Network,
  dimensions: Dimensions,
): Promise<LoadedNetwork | undefined> {
  try {
    return await executor.load(network, dimensions);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    console.warn(error.message);
    return undefined;
  }
}
