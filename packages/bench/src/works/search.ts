import { type Device, matmul, prepare, Recording, Tensor, uploadTensor } from '@facegpu/kernels';
import { createIndex, FacePipeline, type IndexOptions } from '@facegpu/pipeline';
import { platform } from '#platform';
import { tfjsNearest } from '../executors/tfjs-nearest.ts';
import { readLoop } from '../limits.ts';
import type { Contender } from '../measure.ts';
import { disagreement } from '../refusal.ts';
import type { Work } from '../work.ts';
import { nearestInLoop } from './nearest-in-loop.ts';
import { noise } from './noise.ts';
import { openLibraries } from './search-libraries.ts';

const k = 10;
/** By which libraries that may miss some are judged. */
const trialQueries = 100;

type Format = NonNullable<IndexOptions['format']>;

const bytesPerNumber: Readonly<Record<Format, number>> = { f32: 4, f16: 2, int8: 1 };

/** The nearest vectors of some queries, in each format, beside what the adapter can do at best. */
export function searchWorks(quick: boolean): Work[] {
  const sizes = quick ? [10_000] : [10_000, 100_000, 1_000_000];
  const formats = ['f32', 'f16', 'int8'] as const;
  return [
    ...sizes.flatMap((count) => {
      return formats.map((format) => searchWork({ count, dimensions: 128, format, queries: 1 }));
    }),
    ...formats.map((format) => {
      return searchWork({ count: quick ? 1000 : 100_000, dimensions: 512, format, queries: 1 });
    }),
    ...(quick ? [16] : [16, 256]).map((queries) => {
      const count = quick ? 10_000 : 100_000;
      return searchWork({ count, dimensions: 128, format: 'f32', queries });
    }),
  ];
}

export interface SearchWork {
  readonly count: number;
  readonly dimensions: number;
  readonly format: Format;
  readonly queries: number;
}

/**
 * A search, beside `reading`, which only reads as many bytes as the vectors take, once. In f32 one query is
 * also compared in a loop over a typed array, by TensorFlow.js, and by libraries on the processor, whose share of the
 * nearest that they find and whose memory are facts; several are beside `product`, the product of the matrices of
 * queries and vectors, which is written to memory.
 */
export function searchWork({ count, dimensions, format, queries }: SearchWork): Work {
  const title = `match ${queries} of ${count.toLocaleString('en-US')}×${dimensions} in ${format}, the ${k} nearest`;
  return {
    name: title,
    kind: 'match',
    async prepare({ device, executors }) {
      const values = noise((count + queries + trialQueries) * dimensions);
      const rows = values.subarray(0, count * dimensions);
      const asked = values.slice(count * dimensions, (count + queries) * dimensions);
      const options = { device, recognizer: 'dlib', ...platform.pipelineOptions };
      const pipeline = await FacePipeline.create(options);
      const index = createIndex(pipeline, { dimensions, format });
      await index.add(rows);
      const found = await index.search(asked, k);
      const expected = nearestInLoop(rows, asked.subarray(0, dimensions), k);
      requireSameRows(`facegpu, ${title}`, found.ids.subarray(0, k), expected);
      const bytes = count * dimensions * bytesPerNumber[format];
      const reading = await readLoop(device, bytes);
      const contenders: Contender[] = [
        { name: 'facegpu', run: () => index.search(asked, k) },
        { name: 'reading', run: () => reading.repeat(1) },
      ];
      const facts: Record<string, number> = {
        MB: bytes / 1e6,
        GFLOP: (2 * queries * count * dimensions) / 1e9,
      };
      const disposals: (() => Promise<void> | void)[] = [() => reading.dispose()];
      if (queries > 1) {
        const product = await productOf(device, { queries: asked, rows, dimensions });
        contenders.push({ name: 'product', run: product.run });
        disposals.push(product.dispose);
      } else if (format === 'f32') {
        contenders.push({ name: 'loop', run: async () => nearestInLoop(rows, asked, k) });
        // It binds all rows at once.
        const fits = rows.byteLength <= device.gpu.limits.maxStorageBufferBindingSize;
        const tf =
          fits && executors.some(({ name }) => name === 'tfjs-webgpu')
            ? await tfjsNearest('webgpu', rows, dimensions)
            : undefined;
        if (tf) {
          requireSameRows(`tfjs-webgpu, ${title}`, (await tf.run(asked, k)).rows, expected);
          contenders.push({ name: 'tfjs-webgpu', run: () => device.wait(tf.run(asked, k)) });
          disposals.push(() => tf.dispose());
        }
        const trials = values.slice(-trialQueries * dimensions);
        const { ids: nearest } = await index.search(trials, k);
        for (const library of await openLibraries({ rows, dimensions, k, trials, nearest })) {
          const { name, approximate } = library;
          disposals.push(() => library.dispose());
          if (!approximate)
            requireSameRows(`${name}, ${title}`, await library.run(asked, k), expected);
          contenders.push({ name, run: () => library.run(asked, k) });
          Object.assign(facts, library.facts);
        }
      }
      for (const { run } of contenders) await run();
      return {
        contenders,
        facts,
        async dispose() {
          for (const dispose of disposals) await dispose();
          await index.dispose();
          await pipeline.dispose();
        },
      };
    },
  };
}

/** The product of the queries and the vectors. */
async function productOf(
  device: Device,
  {
    queries,
    rows,
    dimensions,
  }: {
    readonly queries: Float32Array<ArrayBuffer>;
    readonly rows: Float32Array;
    readonly dimensions: number;
  },
) {
  const matrix = (label: string, ...shape: number[]) =>
    new Tensor(label, { shape, dtype: 'f32', layout: 'dense' });
  const count = rows.length / dimensions;
  const asked = queries.length / dimensions;
  const a = matrix('queries', asked, dimensions);
  const b = matrix('vectors', count, dimensions);
  const output = matrix('products', asked, count);
  const { dispatches, buffers } = await prepare(
    device,
    'product',
    matmul(device, { a, b, transposeB: true, output }),
  );
  uploadTensor(device, a, queries);
  uploadTensor(device, b, Float32Array.from(rows));
  const recording = await Recording.create(device, 'product', dispatches);
  return {
    async run() {
      recording.run();
      await device.wait(device.gpu.queue.onSubmittedWorkDone());
    },
    async dispose() {
      recording.dispose();
      for (const buffer of buffers) device.freeBuffer(buffer);
    },
  };
}

/** @throws FaceGpuError `gpu-error` where another row is found */
function requireSameRows(title: string, rows: ArrayLike<number>, expected: ArrayLike<number>) {
  const [got, wanted] = [rows, expected].map((list) => Array.from(list).join());
  if (got !== wanted) throw disagreement(`${title}: rows ${got}, not ${wanted}`);
}
