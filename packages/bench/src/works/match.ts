import { FacePipeline, Gallery, type Match } from '@facegpu/pipeline';
import { platform } from '#platform';
import { type TfjsNearest, tfjsNearest } from '../executors/tfjs-nearest.ts';
import type { Contender } from '../measure.ts';
import { disagreement } from '../refusal.ts';
import type { Work } from '../work.ts';
import { noise } from './noise.ts';

const dimensions = 128;
const k = 5;

/** One face among many people: from a descriptor in memory to the nearest names. */
export function matchWorks(quick: boolean): Work[] {
  return (quick ? [10_000] : [10_000, 100_000]).map(matchWork);
}

/** @param count descriptors, each of another person */
export function matchWork(count: number): Work {
  const title = `match 1 of ${count.toLocaleString('en-US')}, the ${k} nearest`;
  return {
    name: title,
    kind: 'match',
    async prepare({ device, executors }) {
      const values = noise((count + 1) * dimensions);
      const rows = values.subarray(0, count * dimensions);
      const query = values.slice(count * dimensions);
      // Its distances are what peers compute: Euclidean.
      const recognizer = 'dlib';
      const options = { device, recognizer, ...platform.pipelineOptions };
      const pipeline = await FacePipeline.create(options);
      const { model } = pipeline.info;
      const gallery = new Gallery(pipeline);
      const people = Array.from({ length: count }, (_, row) => {
        const descriptor = rows.subarray(row * dimensions, (row + 1) * dimensions);
        return { name: `${row}`, faces: { model, values: descriptor } };
      });
      await gallery.enrollMany(people);
      const peers: { name: string; nearest: TfjsNearest }[] = [];
      for (const backend of ['webgpu', 'wasm'] as const) {
        const name = `tfjs-${backend}`;
        if (!executors.some((executor) => executor.name === name)) continue;
        const nearest = await tfjsNearest(backend, rows, dimensions);
        if (nearest) peers.push({ name, nearest });
      }
      const ours = () => gallery.identify({ model, values: query }, { k });
      const contenders: Contender[] = [
        { name: 'facegpu', run: ours },
        ...peers.map(({ name, nearest }) => ({
          name,
          run: () => device.wait(nearest.run(query, k)),
        })),
      ];
      for (const { run } of contenders) await run();
      const expected = await ours();
      for (const { name, nearest } of peers) {
        requireSameMatches(`${name}, ${title}`, expected, await nearest.run(query, k));
      }
      return {
        contenders,
        async dispose() {
          await gallery.dispose();
          for (const { nearest } of peers) await nearest.dispose();
          await pipeline.dispose();
        },
      };
    },
  };
}

/** @throws FaceGpuError `gpu-error` where another row is found, or another distance */
function requireSameMatches(
  title: string,
  ours: readonly Match[],
  { rows, distances }: { readonly rows: Int32Array; readonly distances: Float32Array },
): void {
  const names = ours.map(({ name }) => name).join();
  if (rows.join() !== names) throw disagreement(`${title}: rows ${rows.join()}, not ${names}`);
  const wrong = ours.find(({ distance }, i) => !(Math.abs(distance - distances[i]) < 1e-3));
  if (wrong)
    throw disagreement(`${title}: distances ${distances}, where ours has ${wrong.distance}`);
}
