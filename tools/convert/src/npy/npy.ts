import { elementCount, FaceGpuError, formatShape, fromFloat16 } from '@facegpu/kernels';

/** An array of numpy. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: ArrayLike<number>;
}

/** Element types that are written. */
export type NpyType = 'f32' | 'i32' | 'u32' | 'bool';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** How values are read, by the type's name in a header, its byte order aside. */
const readers: Readonly<Record<string, readonly [bytes: number, read: Reader]>> = {
  f8: [8, (view, at) => view.getFloat64(at, true)],
  f4: [4, (view, at) => view.getFloat32(at, true)],
  f2: [2, (view, at) => fromFloat16(view.getUint16(at, true))],
  i8: [8, (view, at) => Number(view.getBigInt64(at, true))],
  i4: [4, (view, at) => view.getInt32(at, true)],
  i2: [2, (view, at) => view.getInt16(at, true)],
  i1: [1, (view, at) => view.getInt8(at)],
  u8: [8, (view, at) => Number(view.getBigUint64(at, true))],
  u4: [4, (view, at) => view.getUint32(at, true)],
  u2: [2, (view, at) => view.getUint16(at, true)],
  u1: [1, (view, at) => view.getUint8(at)],
  b1: [1, (view, at) => Number(view.getUint8(at) !== 0)],
};

type Reader = (view: DataView, at: number) => number;

/**
 * Reads an `.npy` file of any version: numbers or truth values, little-endian, row-major.
 *
 * @param source names the file in errors
 * @throws FaceGpuError `file-unreadable`
 */
export function readNpy(file: Uint8Array, source: string): NpyArray {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < 12 || magic.some((byte, i) => file[i] !== byte)) {
    throw unreadable(source, 'it is no .npy file');
  }
  const isOld = file[6] === 1;
  const start = isOld ? 10 : 12;
  const end = start + (isOld ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > file.byteLength) throw unreadable(source, 'its header is cut off');
  const header = new TextDecoder().decode(file.subarray(start, end));
  const type = /'descr':\s*'([<|=>]?)([a-z]\d+)'/.exec(header);
  const sizes = /'shape':\s*\(([\d\s,]*)\)/.exec(header);
  if (!type || !sizes) throw unreadable(source, `its header is ${header.trim()}`);
  const [, byteOrder, name = ''] = type;
  const found = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!found || byteOrder === '>') {
    throw unreadable(source, `it holds ${byteOrder}${name}`);
  }
  if (/'fortran_order':\s*True/.test(header)) throw unreadable(source, 'it is column-major');
  const shape = (sizes[1] ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const [bytes, read] = found;
  const count = elementCount(shape);
  if (!Number.isSafeInteger(count) || file.byteLength - end !== count * bytes) {
    const length = file.byteLength - end;
    throw unreadable(source, `${formatShape(shape)} of ${name} has ${length} bytes`);
  }
  const values = Float64Array.from({ length: count }, (_, i) => read(view, end + i * bytes));
  return { shape, values };
}

const writers = {
  f32: { descr: '<f4', array: Float32Array },
  i32: { descr: '<i4', array: Int32Array },
  u32: { descr: '<u4', array: Uint32Array },
  bool: { descr: '|b1', array: Uint8Array },
} as const;

/** The bytes of an `.npy` file. */
export function writeNpy({ shape, values }: NpyArray, type: NpyType): Uint8Array {
  const { descr, array } = writers[type];
  const sizes = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${sizes}, }`;
  // The data begins at a multiple of 64 bytes, after a line's end.
  const length = Math.ceil((10 + header.length + 1) / 64) * 64 - 10;
  const text = new TextEncoder().encode(`${header.padEnd(length - 1)}\n`);
  const data = array.from(values);
  const file = new Uint8Array(10 + length + data.byteLength);
  file.set([...magic, 1, 0, length & 0xff, length >> 8]);
  file.set(text, 10);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + length);
  return file;
}

function unreadable(source: string, what: string): FaceGpuError {
  return new FaceGpuError(
    'file-unreadable',
    `${source}: ${what}`,
    'Save it with numpy: np.save(file, np.ascontiguousarray(array)), of numbers or booleans.',
  );
}
