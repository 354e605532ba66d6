import { type DType, elementCount, encode, formatShape, type Shape } from '@facegpu/kernels';
import type { Constant } from '../ir/graph.ts';
import { badOnnx, unsupported } from './bad-onnx.ts';
import { type ElementName, requireElement } from './elements.ts';
import { narrowed } from './narrow.ts';
import type { TensorProto } from './proto/onnx_pb.ts';

/** Files that a model keeps its weights in, by the location that its tensors give. */
export type ExternalFiles = ReadonlyMap<string, Uint8Array>;

/** Elements are counted in 32 bits on the GPU. */
const mostElements = 2 ** 31 - 1;

/**
 * A tensor of a file as a constant. Halves stay halves and stand for f32; doubles are rounded, and whole
 * numbers of any width become 32 bits wide.
 *
 * @param what names the tensor in errors
 * @throws FaceGpuError `bad-model`, `unsupported-op`
 */
export function readTensor(tensor: TensorProto, external: ExternalFiles, what: string): Constant {
  const { name, bytes: size, dtype } = requireElement(tensor.dataType, what);
  const shape = sizesOf(tensor, what);
  if (tensor.segment) throw unsupported(`${what} is stored in segments`, 'Save the model again.');
  const count = elementCount(shape);
  const raw = rawBytes(tensor, external, what);
  if (raw) {
    if (raw.byteLength !== count * size) {
      throw badOnnx(
        `${what} of shape ${formatShape(shape)} and type ${name} has ${raw.byteLength} bytes, not ${count * size}`,
      );
    }
    // A Buffer's own `slice` copies nothing.
    return fromBytes(shape, name, dtype, new Uint8Array(raw), what);
  }
  const listed = listedValues(tensor, name);
  if (listed.length !== count) {
    throw badOnnx(
      `${what} of shape ${formatShape(shape)} and type ${name} has ${listed.length} values, not ${count}`,
    );
  }
  const isHalf = name === 'float16' || name === 'bfloat16';
  if (isHalf) {
    const bits = Uint16Array.from(listed as ArrayLike<number>);
    return fromBytes(shape, name, dtype, new Uint8Array(bits.buffer), what);
  }
  return constantOf(shape, dtype, listed, what);
}

/** The file that a tensor's values lie in, where they are in another one. */
export function externalLocation(tensor: TensorProto): string | undefined {
  if (tensor.dataLocation !== 1) return undefined;
  return tensor.externalData.find(({ key }) => key === 'location')?.value ?? '';
}

function sizesOf({ dims }: TensorProto, what: string): Shape {
  const sizes = dims.map(Number);
  const isShape = sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!isShape || sizes.length > 64 || elementCount(sizes) > mostElements) {
    throw badOnnx(`${what} has the shape [${dims.join(', ')}]`);
  }
  return sizes;
}

function rawBytes(
  tensor: TensorProto,
  external: ExternalFiles,
  what: string,
): Uint8Array | undefined {
  const location = externalLocation(tensor);
  if (location === undefined) {
    return tensor.rawData.byteLength > 0 ? tensor.rawData : undefined;
  }
  const file = external.get(location);
  if (!file) throw badOnnx(`${what} lies in "${location}", which was not given`);
  const number = (key: string, fallback: number) => {
    const entry = tensor.externalData.find((each) => each.key === key);
    return entry ? Number(entry.value) : fallback;
  };
  const offset = number('offset', 0);
  const length = number('length', file.byteLength - offset);
  const isPlace = [offset, length].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (!isPlace || offset + length > file.byteLength) {
    throw badOnnx(
      `${what} has ${length} bytes from byte ${offset} of "${location}", which has ${file.byteLength}`,
    );
  }
  return file.subarray(offset, offset + length);
}

/** The values of a tensor that has them as numbers of its message; halves are given by their bits. */
function listedValues(tensor: TensorProto, name: ElementName): ArrayLike<number | bigint> {
  switch (name) {
    case 'float':
      return tensor.floatData;
    case 'double':
      return tensor.doubleData;
    case 'int64':
      return tensor.int64Data;
    case 'uint32':
    case 'uint64':
      return tensor.uint64Data;
    default:
      return tensor.int32Data;
  }
}

/** @param bytes a copy: its buffer has nothing else */
function fromBytes(
  shape: Shape,
  name: ElementName,
  dtype: DType,
  bytes: Uint8Array<ArrayBuffer>,
  what: string,
): Constant {
  const { buffer } = bytes;
  switch (name) {
    case 'float':
      return { shape, dtype, stored: { dtype: 'f32', bytes } };
    case 'float16':
      return { shape, dtype, stored: { dtype: 'f16', bytes } };
    case 'int32':
    case 'uint32':
      return { shape, dtype, stored: { dtype, bytes } };
    case 'double':
      return constantOf(shape, dtype, new Float64Array(buffer), what);
    case 'bfloat16': {
      const words = Uint32Array.from(new Uint16Array(buffer), (half) => half << 16);
      return { shape, dtype, stored: { dtype: 'f32', bytes: new Uint8Array(words.buffer) } };
    }
    case 'int64':
      return constantOf(shape, dtype, new BigInt64Array(buffer), what);
    case 'uint64':
      return constantOf(shape, dtype, new BigUint64Array(buffer), what);
    case 'int8':
      return constantOf(shape, dtype, new Int8Array(buffer), what);
    case 'int16':
      return constantOf(shape, dtype, new Int16Array(buffer), what);
    case 'uint16':
      return constantOf(shape, dtype, new Uint16Array(buffer), what);
    case 'uint8':
    case 'bool':
      return constantOf(shape, dtype, bytes, what);
  }
}

function constantOf(
  shape: Shape,
  dtype: DType,
  values: ArrayLike<number | bigint>,
  what: string,
): Constant {
  const numbers = Array.from(values, (value) => {
    return typeof value === 'bigint' ? narrowed(value, `a number of ${what}`, dtype) : value;
  });
  const { buffer, byteOffset, byteLength } = encode(numbers, dtype);
  return { shape, dtype, stored: { dtype, bytes: new Uint8Array(buffer, byteOffset, byteLength) } };
}
