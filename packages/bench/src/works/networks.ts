import { type Dimensions, Model } from '@facegpu/nn';
import { platform } from '#platform';
import type { Work } from '../work.ts';
import { type DefaultNetwork, defaultNetworks } from './default-networks.ts';
import { noise } from './noise.ts';
import { sideBySide } from './side-by-side.ts';

const { ssd, landmarks, arcface, dlib } = defaultNetworks;

const networks = [
  { ...ssd, batches: [1] },
  { ...landmarks, batches: [1, 8] },
  { ...arcface, batches: [1, 8, 32] },
  { ...dlib, batches: [1, 8, 32] },
];

/** Steady state: input in memory to output in memory, weights and pipelines ready. */
export function networkWorks(quick: boolean): Work[] {
  return networks.flatMap(({ batches, ...network }) =>
    batches
      .filter((batch) => batch === 1 || !quick)
      .map((batch) => networkWork(network, { batch })),
  );
}

function networkWork(
  { model, input, size }: DefaultNetwork,
  dimensions: Dimensions & { batch: number },
): Work {
  const title = `${model}, batch ${dimensions.batch}`;
  return {
    name: title,
    kind: 'network',
    async prepare({ executors }) {
      const network = (await Model.parse(await platform.readModel(model), model)).network();
      const inputs = { [input]: noise(dimensions.batch * size * size * 3) };
      const entrants = executors.map((executor) => ({
        name: executor.name,
        load: () => executor.load(network, dimensions),
      }));
      return sideBySide(title, inputs, entrants);
    },
  };
}
