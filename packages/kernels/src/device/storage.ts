import { byteLength, ConstantTensor, type Tensor } from '../tensor/tensor.ts';
import type { Device } from './device.ts';

/** Alignment of a storage binding's offset that every adapter accepts. */
const offsetAlignment = 256;

/**
 * Gives room to the tensors that have none yet, and returns the buffers. Constants are packed
 * together and uploaded. Any other tensor gets a buffer of its own: WebGPU lets no dispatch read and
 * write parts of one buffer. (A plan knows which tensors meet, and packs better.)
 *
 * @throws FaceGpuError `out-of-memory` where a tensor exceeds the adapter's limits.
 */
export function allocate(device: Device, label: string, tensors: Iterable<Tensor>): GPUBuffer[] {
  const homeless = [...new Set([...tensors].map(({ base }) => base))].filter((t) => !t.storage);
  const constants = homeless.filter((tensor) => tensor instanceof ConstantTensor);
  const buffers = packConstants(device, label, constants);
  for (const tensor of homeless) {
    if (tensor instanceof ConstantTensor) continue;
    const size = sizeOf(tensor);
    const buffer = device.createStorage(`${label} ${tensor.label}`, size);
    tensor.storage = { buffer, offset: 0, size };
    buffers.push(buffer);
  }
  return buffers;
}

/** Puts constants one after the other into as few buffers as the adapter's limits allow. */
function packConstants(
  device: Device,
  label: string,
  constants: readonly ConstantTensor[],
): GPUBuffer[] {
  const limit = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
  const groups: { end: number; members: { tensor: ConstantTensor; offset: number }[] }[] = [];
  for (const tensor of constants) {
    const size = sizeOf(tensor);
    let group = groups.at(-1);
    if (!group || group.end + size > limit) {
      group = { end: 0, members: [] };
      groups.push(group);
    }
    group.members.push({ tensor, offset: group.end });
    group.end += Math.ceil(size / offsetAlignment) * offsetAlignment;
  }
  return groups.map(({ end, members }) => {
    const buffer = device.createStorage(`${label} constants`, end);
    for (const { tensor, offset } of members) {
      tensor.storage = { buffer, offset, size: sizeOf(tensor) };
      uploadTensor(device, tensor, tensor.data);
    }
    return buffer;
  });
}

/** Writes values to a tensor; they must be in its dtype and layout. */
export function uploadTensor(
  device: Device,
  tensor: Tensor,
  data: ArrayBufferView<ArrayBuffer>,
): void {
  if (!tensor.storage) throw new Error(`tensor ${tensor.label} has no storage`);
  const { buffer, offset } = tensor.storage;
  const whole = data.byteLength - (data.byteLength % 4);
  device.gpu.queue.writeBuffer(buffer, offset, data.buffer, data.byteOffset, whole);
  if (whole === data.byteLength) return;
  // writeBuffer wants multiples of 4 bytes; an odd number of f16 leaves two.
  const rest = new Uint8Array(4);
  rest.set(new Uint8Array(data.buffer, data.byteOffset + whole, data.byteLength - whole));
  device.gpu.queue.writeBuffer(buffer, offset + whole, rest);
}

function sizeOf(tensor: Tensor): number {
  return Math.max(16, byteLength(tensor));
}
