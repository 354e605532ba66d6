import { type Activation, activate, identity } from '../shader/activation.ts';

export interface GemmReferenceArgs {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** `[rows, inner]`. */
  readonly a: Float64Array;
  /** `[inner, columns]`, or `[columns, inner]` where it is transposed. */
  readonly b: Float64Array;
  readonly transposeB?: boolean;
  /** `[columns]`. */
  readonly bias?: Float64Array | undefined;
  readonly activation?: Activation | undefined;
}

/** The plain loops of a matrix product, in float64 over row-major arrays. */
export function gemmReference(args: GemmReferenceArgs): Float64Array {
  const { rows, inner, columns, a, b, transposeB = false, bias, activation = identity } = args;
  const output = new Float64Array(rows * columns);
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < columns; n++) {
      let sum = bias?.[n] ?? 0;
      for (let k = 0; k < inner; k++) {
        sum += a[m * inner + k] * b[transposeB ? n * inner + k : k * columns + n];
      }
      output[m * columns + n] = activate(activation, sum);
    }
  }
  return output;
}
