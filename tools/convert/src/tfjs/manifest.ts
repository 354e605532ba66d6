import { FaceGpuError } from '@facegpu/kernels';

/** Element types of TensorFlow.js weights that a network can be made of. */
export type TfjsType = 'float32' | 'int32' | 'bool';

/** How a tensor is stored: as halves, or as whole numbers with `value = stored * scale + min`. */
export type TfjsQuantization =
  | { readonly dtype: 'float16' }
  | { readonly dtype: 'uint8' | 'uint16'; readonly scale: number; readonly min: number };

/** A tensor as the manifest announces it. */
export interface ManifestWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: TfjsType;
  readonly quantization?: TfjsQuantization;
}

/** Tensors that lie end to end in the concatenation of some files. */
export interface ManifestGroup {
  /** The shards, relative to the manifest. */
  readonly paths: readonly string[];
  readonly weights: readonly ManifestWeight[];
}

/**
 * Reads a TensorFlow.js weight manifest (`*-weights_manifest.json`).
 *
 * @param source names the manifest in errors
 * @throws FaceGpuError `bad-model` that says which entry is wrong
 */
export function parseManifest(text: string, source: string): ManifestGroup[] {
  let groups: unknown;
  try {
    groups = JSON.parse(text);
  } catch (cause) {
    throw badManifest(source, 'it is not JSON', { cause });
  }
  if (!Array.isArray(groups)) throw badManifest(source, 'it is not a list of groups');
  return groups.map((group: unknown, i) => {
    const { paths, weights } = isRecord(group) ? group : {};
    const hasPaths = Array.isArray(paths) && paths.every((path) => typeof path === 'string');
    if (!hasPaths || !Array.isArray(weights)) {
      throw badManifest(source, `its group ${i} lacks paths or weights`);
    }
    return { paths, weights: weights.map((weight: unknown) => parseWeight(weight, source)) };
  });
}

function parseWeight(weight: unknown, source: string): ManifestWeight {
  const { name, shape, dtype, quantization } = isRecord(weight) ? weight : {};
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size));
  if (typeof name !== 'string' || !isShape || shape.some((size) => size < 0)) {
    throw badManifest(source, `an entry lacks a name or a shape: ${JSON.stringify(weight)}`);
  }
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw badManifest(source, `tensor "${name}" has the type ${String(dtype)}`);
  }
  if (quantization === undefined) return { name, shape, dtype };
  const parsed = parseQuantization(quantization);
  const fits = dtype === 'float32' || (dtype === 'int32' && parsed?.dtype !== 'float16');
  if (!parsed || !fits) {
    const text = JSON.stringify(quantization);
    throw badManifest(source, `tensor "${name}" (${dtype}) has the quantization ${text}`);
  }
  return { name, shape, dtype, quantization: parsed };
}

function parseQuantization(quantization: unknown): TfjsQuantization | undefined {
  const { dtype, scale, min } = isRecord(quantization) ? quantization : {};
  if (dtype === 'float16') return { dtype };
  const isWhole = dtype === 'uint8' || dtype === 'uint16';
  const isKnown = isWhole && Number.isFinite(scale) && Number.isFinite(min);
  return isKnown ? { dtype, scale: scale as number, min: min as number } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function badManifest(source: string, what: string, options?: ErrorOptions): FaceGpuError {
  return new FaceGpuError(
    'bad-model',
    `${source} is not a usable weight manifest: ${what}`,
    'Fetch the weights again. Supported: float32, int32 and bool, stored as they are or as uint8, uint16 or float16.',
    options,
  );
}
