import { createIndex, FacePipeline } from '@facegpu/pipeline';
import { nearestOthers } from '@facegpu/pipeline/cluster';
import { platform } from '#platform';
import { disagreement } from '../refusal.ts';
import type { Work } from '../work.ts';
import { nearestInLoop } from './nearest-in-loop.ts';
import { noise } from './noise.ts';

const k = 10;
/** Vectors of a large set whose neighbours are looked for: all would take a processor an hour. */
const mostAsked = 1024;

/** The nearest others of each vector, as grouping faces needs them. */
export function selfJoinWorks(quick: boolean): Work[] {
  const sizes = [128, 512];
  if (quick) return sizes.map((dimensions) => selfJoinWork({ count: 1000, dimensions }));
  return [10_000, 100_000].flatMap((count) =>
    sizes.map((dimensions) => selfJoinWork({ count, dimensions })),
  );
}

export interface SelfJoinWork {
  readonly count: number;
  readonly dimensions: number;
}

/** Facts tell how long all of a large set would take, at the rate of those that were asked for. */
export function selfJoinWork({ count, dimensions }: SelfJoinWork): Work {
  const asked = Math.min(count, mostAsked);
  const among = `${count.toLocaleString('en-US')}×${dimensions}`;
  const title = `match ${asked.toLocaleString('en-US')} of ${among} with the others, the ${k} nearest`;
  return {
    name: title,
    kind: 'match',
    async prepare({ device }) {
      const vectors = noise(count * dimensions);
      const options = { device, recognizer: 'dlib', ...platform.pipelineOptions };
      const pipeline = await FacePipeline.create(options);
      const index = createIndex(pipeline, { dimensions });
      await index.add(vectors);
      const run = () => nearestOthers(index, vectors, k, { to: asked });
      const { ids } = await run();
      const query = vectors.subarray(0, dimensions);
      const [, ...expected] = nearestInLoop(vectors, query, k + 1);
      const got = Array.from(ids.subarray(0, k)).join();
      if (got !== expected.join()) {
        throw disagreement(`facegpu, ${title}: rows ${got}, not ${expected.join()}`);
      }
      await run();
      return {
        contenders: [{ name: 'facegpu', run }],
        facts: { GFLOP: (2 * asked * count * dimensions) / 1e9 },
        factsOf: (times) => {
          const { median = 0 } = times.get('facegpu') ?? {};
          return { 's for all': ((median / 1000) * count) / asked };
        },
        async dispose() {
          await index.dispose();
          await pipeline.dispose();
        },
      };
    },
  };
}
