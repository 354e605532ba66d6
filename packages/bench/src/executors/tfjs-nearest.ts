import { platform } from '#platform';
import type { TfTensor, TfWithBackends } from './tfjs-api.ts';

/** What finding neighbours takes of TensorFlow.js besides. */
interface Tf extends TfWithBackends {
  square(x: TfTensor): TfTensor;
  sum(x: TfTensor, axis: number): TfTensor;
  sub(a: TfTensor, b: TfTensor): TfTensor;
  topk(x: TfTensor, k: number): { readonly values: TfTensor; readonly indices: TfTensor };
}

/** The rows that are nearest to a query, found by TensorFlow.js. */
export interface TfjsNearest {
  /** The nearest first. */
  run(query: Float32Array, k: number): Promise<{ rows: Int32Array; distances: Float32Array }>;
  dispose(): Promise<void>;
}

/**
 * Uploads rows to a backend whose executor must have been made; `undefined` where it wasn't. A product
 * of matrices gives the distances: |r - q|² = |r|² - 2 r·q + |q|². Subtracting row by row is slower.
 */
export async function tfjsNearest(
  backend: 'webgpu' | 'wasm',
  values: Float32Array,
  dimensions: number,
): Promise<TfjsNearest | undefined> {
  const tf = platform.tfjsWithWasm() as Tf;
  if (!tf.findBackendFactory(backend)) return undefined;
  await tf.setBackend(backend);
  const count = values.length / dimensions;
  tf.engine().startScope();
  const rows = tf.keep(tf.tensor(values, [count, dimensions]));
  const squares = tf.keep(tf.sum(tf.square(rows), 1));
  tf.engine().endScope();
  return {
    async run(query, k) {
      await tf.setBackend(backend);
      tf.engine().startScope();
      try {
        const doubled = tf.tensor(
          query.map((value) => 2 * value),
          [dimensions, 1],
        );
        const products = tf.reshape(tf.matMul(rows, doubled), [count]);
        const nearest = tf.topk(tf.sub(products, squares), k);
        const [scores, indices] = await Promise.all([
          nearest.values.data(),
          nearest.indices.data(),
        ]);
        const own = query.reduce((sum, value) => sum + value * value, 0);
        const distances = scores.map((score) => Math.sqrt(Math.max(0, own - score)));
        return { rows: Int32Array.from(indices), distances };
      } finally {
        tf.engine().endScope();
      }
    },
    async dispose() {
      await tf.setBackend(backend);
      rows.dispose();
      squares.dispose();
    },
  };
}
