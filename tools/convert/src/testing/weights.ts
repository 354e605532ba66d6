import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ManifestWeight } from '../tfjs/manifest.ts';
import { type ReadFile, readWeights, type TfjsWeights } from '../tfjs/weights.ts';

const require = createRequire(import.meta.url);

/** The folder with the weights of the default models, in the package that they come with. */
export const modelFolder = join(
  dirname(require.resolve('@vladmandic/face-api/package.json')),
  'model',
);

/** What tests use of TensorFlow.js. */
interface Tf {
  enableProdMode(): void;
  readonly io: {
    decodeWeights(
      bytes: ArrayBuffer,
      weights: readonly ManifestWeight[],
    ): Record<string, { dataSync(): ArrayLike<number> }>;
  };
}

/** The values of a tensor as TensorFlow.js itself decodes them. */
export function decodeByTfjs({ tensors }: TfjsWeights, name: string): ArrayLike<number> {
  const tf = require('@tensorflow/tfjs') as Tf;
  // Without the hint that another backend would be faster.
  tf.enableProdMode();
  const { bytes, ...weight } = tensors.get(name) ?? missing(name);
  const { [name]: decoded } = tf.io.decodeWeights(bytes.slice().buffer, [weight]);
  return decoded?.dataSync() ?? missing(name);
}

function missing(name: string): never {
  throw new Error(`${name} is missing`);
}

/** Reads weights whose files are in memory, by path. */
export function weightsOf(
  files: Readonly<Record<string, Uint8Array | object>>,
): Promise<TfjsWeights> {
  const read: ReadFile = async (path) => {
    const file = files[path] ?? missing(path);
    const bytes =
      file instanceof Uint8Array ? file : new TextEncoder().encode(JSON.stringify(file));
    return new Uint8Array(bytes);
  };
  return readWeights('model/net-weights_manifest.json', read);
}
