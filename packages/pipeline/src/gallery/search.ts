import {
  allocate,
  type Device,
  type Dispatch,
  distance,
  distanceParams,
  mergeTopK,
  owning,
  Readback,
  Recording,
  Tensor,
  type TopKList,
  topK,
  uploadTensor,
} from '@facegpu/kernels';
import { Submitter } from '../gpu/submission.ts';
import type { Neighbour } from './descriptor-index.ts';
import type { Segment, Segments } from './segments.ts';

/** Finds the nearest rows of a gallery. */
export interface Search {
  /** Whether it still covers every segment, and returns at least so many rows. */
  fits(rows: number): boolean;
  /** Takes over rows that were added since. */
  update(): void;
  /** The nearest rows, the nearest first, by Euclidean distance. */
  run(query: Float32Array<ArrayBuffer>): Promise<Neighbour[]>;
  dispose(): void;
}

/** A search over the segments as they are now: they may fill up, but not grow. */
export async function createSearch(
  device: Device,
  segments: Segments,
  rows: number,
): Promise<Search> {
  const covered = [...segments.list];
  const { dimensions = 0 } = segments;
  const queries = dense('query', 'f32', 1, dimensions);
  const steps = covered.map((segment) => searchSegment(segment, queries, rows));
  const merges: Dispatch[] = [];
  const nearest = steps
    .map(({ list }) => list)
    .reduce((first, second) => {
      const kept = Math.min(rows, first.values.shape[1] + second.values.shape[1]);
      const merged = emptyList(kept);
      merges.push(...mergeTopK({ first, second, merged }));
      return merged;
    });
  const dispatches = [...steps.flatMap((step) => step.dispatches), ...merges];
  const tensors = dispatches.flatMap((dispatch) => [...dispatch.tensors.values()]);
  return owning(async (owner) => {
    owner.keepBuffers(device, await allocate(device, 'search', tensors));
    const recording = owner.keep(await Recording.create(device, 'search', dispatches));
    const wanted = [nearest.values, nearest.indices];
    const readback = owner.keep(await Readback.create(device, 'search', wanted));
    const submitter = new Submitter(device);
    return {
      fits: (count) =>
        count <= rows &&
        covered.length === segments.list.length &&
        covered.every(({ rows: own }, i) => own === segments.list[i].rows),
      update() {
        segments.list.forEach(({ rows: own, count }, i) => {
          recording.setParams(steps[i].distances, distanceParams(own, count));
        });
      },
      async run(query) {
        uploadTensor(device, queries, query);
        await submitter.run([{ stages: [{ recordings: [recording] }], readbacks: [readback] }]);
        const indices = readback.values(nearest.indices);
        const squares = [...readback.values(nearest.values)];
        // Rows that hold nothing are farther than any number.
        const found = squares.filter((square) => square < 1e38);
        return found.map((square, i) => ({ row: indices[i], distance: Math.sqrt(square) }));
      },
      dispose: () => owner.dispose(),
    };
  });
}

function searchSegment({ rows, first, count }: Segment, queries: Tensor, wanted: number) {
  const [capacity] = rows.shape;
  const squares = dense('squared distances', 'f32', 1, capacity);
  const measured = distance({
    queries,
    rows,
    count,
    metric: 'squaredEuclidean',
    distances: squares,
  });
  const list = emptyList(Math.min(wanted, capacity));
  const sorted = topK({ input: squares, ...list, indexOffset: first });
  return { list, distances: measured[0], dispatches: [...measured, ...sorted] };
}

function emptyList(k: number): TopKList {
  return { values: dense('nearest', 'f32', 1, k), indices: dense('rows', 'u32', 1, k) };
}

function dense(label: string, dtype: 'f32' | 'u32', ...shape: number[]): Tensor {
  return new Tensor(label, { shape, dtype, layout: 'dense' });
}
