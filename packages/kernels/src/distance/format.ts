import { shapeMismatch } from '../errors.ts';
import { requireSpec } from '../tensor/require.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * How the vectors of a gallery lie in memory. `f32` is as they are. `f16` and `int8` are multiples of a scale
 * that each vector has: halves up to 1, or whole numbers from -127 to 127. They need no feature of the adapter.
 */
export type VectorFormat = 'f32' | 'f16' | 'int8';

/** Vectors of a gallery. */
export interface StoredVectors {
  /**
   * `[rows, size]`, dense, f32 or f16; in a format of words `[rows, words]`, dense, u32, as
   * {@link wordsOf} has it, the lowest part of a word first and zeros past the end of a vector.
   */
  readonly rows: Tensor;
  /** `f32` where left out, which f16 tensors are too. */
  readonly format?: VectorFormat | undefined;
  /** `[rows]`, dense, f32: what each row is multiplied by. For formats of words only. */
  readonly scales?: Tensor | undefined;
}

/** Words of 32 bits that a vector takes in a format. */
export function wordsOf(format: VectorFormat, size: number): number {
  if (format === 'f32') return size;
  return Math.ceil(size / 4) * (format === 'f16' ? 2 : 1);
}

/** What is read of a row at once. */
export function rowTypes(format: VectorFormat): { readonly stored: string } {
  return { stored: { f32: 'vec4<real>', f16: 'vec2<u32>', int8: 'u32' }[format] };
}

/**
 * What a shader reads vectors by: `load_query` and `load_row` give the vec4 `i` of a query or a row, with zeros
 * beyond its last element; that of a row is to be multiplied by `row_scale`.
 */
export function vectorReaders(format: VectorFormat): {
  readonly load_query: string;
  readonly load_row: string;
} {
  const words = 'rows[row * ((params.size + 3u) / 4u) + i]';
  const body = {
    f32: elementsOf('rows', 'row'),
    f16: `let words = ${words};
  return vec4<f32>(unpack2x16float(words.x), unpack2x16float(words.y));`,
    int8: `let word = bitcast<i32>(${words});
  return vec4<f32>(vec4<i32>(word << 24u, word << 16u, word << 8u, word) >> vec4<u32>(24u));`,
  }[format];
  const scale = format === 'f32' ? '1.0' : 'scales[row]';
  return {
    load_query: `fn load_query(query: u32, i: u32) -> vec4<f32> {
  ${elementsOf('queries', 'query')}
}`,
    load_row: `fn load_row(row: u32, i: u32) -> vec4<f32> {
  ${body}
}
fn row_scale(row: u32) -> f32 {
  return ${scale};
}`,
  };
}

function elementsOf(vectors: string, index: string): string {
  return `if (TAIL == 0u) {
    return vec4<f32>(${vectors}[${index} * (params.size / 4u) + i]);
  }
  var value: vec4<f32>;
  for (var lane = 0u; lane < min(4u, params.size - i * 4u); lane++) {
    let element = ${index} * params.size + i * 4u + lane;
    value[lane] = f32(${vectors}[element / 4u][element % 4u]);
  }
  return value;`;
}

/**
 * The number of rows of vectors of a size.
 *
 * @throws FaceGpuError `shape-mismatch` where they are none of their format
 */
export function requireStored(
  kernel: string,
  { rows, format = 'f32', scales }: StoredVectors,
  size: number,
  real: 'f32' | 'f16',
): number {
  const [count] = rows.shape;
  const layout = 'dense';
  const dtype = format === 'f32' ? real : 'u32';
  requireSpec(kernel, 'rows', rows, { shape: [count, wordsOf(format, size)], dtype, layout });
  if (format === 'f32') return count;
  if (scales) {
    requireSpec(kernel, 'scales', scales, { shape: [count], dtype: 'f32', layout });
    return count;
  }
  throw shapeMismatch(
    `${kernel}: rows of ${format} come without scales`,
    'Give the scale of each row.',
  );
}
