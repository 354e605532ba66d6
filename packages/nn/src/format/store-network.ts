import { type DType, elementCount, encode } from '@facegpu/kernels';
import { isUniform, valuesOf } from '../ir/constant.ts';
import type { Constant, Graph, Network } from '../ir/graph.ts';
import type { Quantization } from './quantization.ts';
import type { StoredTensor, StoredType } from './safetensors.ts';

/** A network as a model file holds it, see `Model.serialize`. */
export interface StoredNetwork {
  readonly graph: Graph;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly quantization: Readonly<Record<string, Quantization>>;
}

interface StoreOptions {
  /** What f32 weights of some size are stored as; f32 unless told. */
  readonly weights?: 'f32' | 'f16';
  /** Fewer numbers than this are kept as they are: bounds, scales, offsets. 256 unless told. */
  readonly leastHalved?: number;
}

const types: Readonly<Record<DType, StoredType>> = {
  f32: 'F32',
  f16: 'F16',
  i32: 'I32',
  u32: 'U32',
  u8: 'U8',
  bool: 'BOOL',
};

/**
 * A network as a model file holds it: bytes stay bytes, with their scales and offsets.
 */
export function storeNetwork(
  { graph, constants }: Network,
  { weights = 'f32', leastHalved = 256 }: StoreOptions = {},
): StoredNetwork {
  const tensors = new Map<string, StoredTensor>();
  const quantization: Record<string, Quantization> = {};
  for (const [name, constant] of constants) {
    const steps = quantizationOf(constant);
    if (steps) quantization[name] = steps;
    const { shape, dtype, stored, affine } = constant;
    const isWhole = stored.dtype !== 'f32' && !affine;
    if (steps || (isWhole && dtype !== 'bool')) {
      tensors.set(name, { type: types[stored.dtype], shape, bytes: stored.bytes });
      continue;
    }
    const isHalved = dtype === 'f32' && weights === 'f16' && elementCount(shape) >= leastHalved;
    // A truth value is a byte in a file.
    const kept = isHalved ? 'f16' : dtype === 'bool' ? 'u8' : dtype;
    const { buffer, byteOffset, byteLength } = encode(valuesOf(constant), kept);
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    tensors.set(name, { type: dtype === 'bool' ? 'BOOL' : types[kept], shape, bytes });
  }
  return { graph, tensors, quantization };
}

/** The scales and the offsets of bytes: one number each where all channels have the same. */
function quantizationOf({ stored, affine, dtype }: Constant): Quantization | undefined {
  if (!affine || stored.dtype !== 'u8' || dtype !== 'f32') return undefined;
  const { scale, offset } = affine;
  return isUniform(affine) && scale.length > 0
    ? { scale: scale[0], minimum: offset[0] }
    : { scale: [...scale], minimum: [...offset] };
}
