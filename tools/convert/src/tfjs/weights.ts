import { FaceGpuError } from '@facegpu/kernels';
import { type ManifestGroup, type ManifestWeight, parseManifest } from './manifest.ts';

/** A tensor with its bytes: little-endian, row-major, quantised where the manifest says so. */
export interface TfjsTensor extends ManifestWeight {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The weights of a network as TensorFlow.js stores them. */
export interface TfjsWeights {
  /** Names them in errors. */
  readonly source: string;
  readonly tensors: ReadonlyMap<string, TfjsTensor>;
}

/** Gets a file by its path, as a manifest or the caller gives it. */
export type ReadFile = (path: string) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * Reads a manifest and the shards that it names.
 *
 * @param manifest path of the manifest; shards are looked for next to it
 * @param read gets the bytes of a file: from a disk, a server, a dropped folder
 * @throws FaceGpuError `bad-model` where a shard is shorter or longer than its tensors; what `read`
 * throws, unchanged
 */
export async function readWeights(manifest: string, read: ReadFile): Promise<TfjsWeights> {
  const text = new TextDecoder().decode(await read(manifest));
  const folder = manifest.slice(0, manifest.lastIndexOf('/') + 1);
  const tensors = new Map<string, TfjsTensor>();
  for (const group of parseManifest(text, manifest)) {
    const shards = await Promise.all(group.paths.map((path) => read(folder + path)));
    for (const tensor of sliceTensors(group, shards)) tensors.set(tensor.name, tensor);
  }
  return { source: manifest, tensors };
}

/** The tensors of a group. They follow one another through its shards; one may span two. */
function sliceTensors(group: ManifestGroup, shards: readonly Uint8Array[]): TfjsTensor[] {
  const bytes = concatenate(shards);
  const needed = group.weights.reduce((sum, weight) => sum + weightSize(weight), 0);
  if (bytes.byteLength !== needed) throw wrongSize(group, shards, bytes.byteLength, needed);
  let at = 0;
  return group.weights.map((weight) => {
    const begin = at;
    at += weightSize(weight);
    return { ...weight, bytes: bytes.subarray(begin, at) };
  });
}

/** The size of a tensor in its shard, in bytes. */
function weightSize({ shape, dtype, quantization }: ManifestWeight): number {
  const sizes = { float32: 4, int32: 4, bool: 1, float16: 2, uint16: 2, uint8: 1 };
  return shape.reduce((product, size) => product * size, sizes[quantization?.dtype ?? dtype]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

function wrongSize(
  { paths, weights }: ManifestGroup,
  shards: readonly Uint8Array[],
  size: number,
  needed: number,
): FaceGpuError {
  const files = paths.map((path, i) => `${path} (${shards[i]?.byteLength} bytes)`).join(', ');
  return new FaceGpuError(
    'bad-model',
    `${files}: ${size < needed ? 'truncated' : 'too long'}: the manifest's ${weights.length} tensors need ${needed} bytes`,
    'Fetch the weights again; manifest and shards must come from the same model.',
  );
}
