import { FaceGpuError } from '@facegpu/kernels';

/** An array of numpy's, in C order. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * An array of floats of 32 or 64 bits from numpy's own format (NEP 1), versions 1 to 3.
 *
 * @param file for errors
 * @throws FaceGpuError `bad-argument`
 */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNpy =
    bytes.length > 12 && view.getUint32(0) === 0x934e554d && view.getUint16(4) === 0x5059;
  if (!isNpy) throw unusable(file, 'it is no array of numpy’s');
  const isFirst = bytes[6] === 1;
  const begin = isFirst ? 10 : 12;
  const end = begin + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder().decode(bytes.subarray(begin, end));
  const descr = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1].match(/\d+/g)?.map(Number) ?? [];
  if (/'fortran_order':\s*True/.test(header)) throw unusable(file, 'it is in Fortran’s order');
  const size = descr === '<f4' ? 4 : descr === '<f8' ? 8 : 0;
  if (size === 0) throw unusable(file, `its numbers are ${descr}, not floats of 32 or 64 bits`);
  const count = shape.reduce((product, length) => product * length, 1);
  if (bytes.length - end < count * size) throw unusable(file, 'it was cut off');
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    values[i] =
      size === 4 ? view.getFloat32(end + i * 4, true) : view.getFloat64(end + i * 8, true);
  }
  return { shape, values };
}

function unusable(file: string, why: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${file} can't be used: ${why}`,
    "Write it with numpy.save(file, vectors.astype('float32')).",
  );
}
