import { FaceGpuError } from '@facegpu/kernels';
import { isRecord } from './schema.ts';

/** Element types of a safetensors file that this reader knows. */
export type StoredType = 'F32' | 'F16' | 'I32' | 'U32' | 'U8' | 'BOOL';

/** A tensor as it lies in the file. */
export interface StoredTensor {
  readonly type: StoredType;
  readonly shape: readonly number[];
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

const typeSizes: Readonly<Record<StoredType, number>> = {
  F32: 4,
  F16: 2,
  I32: 4,
  U32: 4,
  U8: 1,
  BOOL: 1,
};

/** A header is text; one larger than this is not one. */
const maxHeader = 100e6;

/**
 * Reads a safetensors file: eight bytes that give the header's length, the header (JSON), then the
 * tensors' bytes.
 *
 * @param source names the file in errors
 * @throws FaceGpuError `bad-model`
 */
export function readSafetensors(file: Uint8Array<ArrayBuffer>, source: string): Safetensors {
  const header = readHeader(file, source);
  const { __metadata__: metadata = {}, ...entries } = header.json;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(entries)) {
    tensors.set(name, readTensor(file, header.end, name, entry, source));
  }
  requireApart(tensors, source);
  return { metadata: requireStrings(metadata, source), tensors };
}

/** Writes a safetensors file. Tensors follow one another, the widest types first, as readers like. */
export function writeSafetensors({ metadata, tensors }: Safetensors): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort(([a, x], [b, y]) => {
    return typeSizes[y.type] - typeSizes[x.type] || (a < b ? -1 : 1);
  });
  const entries: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { type, shape, bytes }] of sorted) {
    entries[name] = { dtype: type, shape, data_offsets: [end, end + bytes.byteLength] };
    end += bytes.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const headerSize = Math.ceil(json.byteLength / 8) * 8;
  const file = new Uint8Array(8 + headerSize + end).fill(0x20, 8, 8 + headerSize);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerSize), true);
  file.set(json, 8);
  let at = 8 + headerSize;
  for (const [, { bytes }] of sorted) {
    file.set(bytes, at);
    at += bytes.byteLength;
  }
  return file;
}

/** The size in bytes of a tensor's data. */
export function storedSize(type: StoredType, shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, typeSizes[type]);
}

function readHeader(
  file: Uint8Array<ArrayBuffer>,
  source: string,
): { json: Record<string, unknown>; end: number } {
  if (file.byteLength < 8) throw bad(source, `it has ${file.byteLength} bytes and no header`);
  const size = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (size > maxHeader) throw bad(source, 'it does not begin with the size of a header');
  if (8 + size > file.byteLength) {
    throw bad(source, `its header needs ${8 + size} bytes, the file has ${file.byteLength}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + size)));
  } catch {
    throw bad(source, 'its header is not JSON');
  }
  if (!isRecord(json)) throw bad(source, 'its header is not a JSON object');
  return { json, end: 8 + size };
}

function readTensor(
  file: Uint8Array<ArrayBuffer>,
  dataStart: number,
  name: string,
  entry: unknown,
  source: string,
): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw bad(source, `the header's entry of tensor "${name}" is malformed`);
  }
  if (typeof dtype !== 'string' || !Object.hasOwn(typeSizes, dtype)) {
    throw bad(source, `tensor "${name}" has the type ${String(dtype)}, which is not supported`);
  }
  const type = dtype as StoredType;
  const [begin, end] = offsets as [number, number];
  if (end - begin !== storedSize(type, shape)) {
    throw bad(
      source,
      `tensor "${name}" of shape [${shape.join(', ')}] needs ${storedSize(type, shape)} bytes and has ${end - begin}`,
    );
  }
  if (dataStart + end > file.byteLength) {
    throw bad(source, `it ends before tensor "${name}" does (truncated?)`);
  }
  return { type, shape, bytes: file.subarray(dataStart + begin, dataStart + end) };
}

/** Checks that no byte belongs to two tensors. */
function requireApart(tensors: ReadonlyMap<string, StoredTensor>, source: string): void {
  const sorted = [...tensors]
    .map(([name, { bytes }]) => ({ name, begin: bytes.byteOffset, size: bytes.byteLength }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => a.begin - b.begin);
  for (const [i, { name, begin }] of sorted.slice(1).entries()) {
    const before = sorted[i];
    if (begin >= before.begin + before.size) continue;
    throw bad(source, `tensor "${name}" overlaps "${before.name}"`);
  }
}

function requireStrings(metadata: unknown, source: string): Record<string, string> {
  if (isRecord(metadata) && Object.values(metadata).every((value) => typeof value === 'string')) {
    return metadata as Record<string, string>;
  }
  throw bad(source, 'its metadata is not a table of strings');
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function bad(source: string, what: string): FaceGpuError {
  return new FaceGpuError(
    'bad-model',
    `${source} is not a usable safetensors file: ${what}`,
    'Fetch or convert the model again; "npm run build" makes the default ones.',
  );
}
