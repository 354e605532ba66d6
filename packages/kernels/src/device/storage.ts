import { byteLength, ConstantTensor, type Tensor } from '../tensor/tensor.ts';
import type { Device } from './device.ts';

/** Alignment of a storage binding's offset that every adapter accepts. */
const offsetAlignment = 256;

/**
 * Gives each tensor room of its own in one or more new buffers, uploads the constants among them,
 * and returns the buffers. Tensors that have storage already are left alone.
 *
 * @throws FaceGpuError `out-of-memory` where a tensor exceeds the adapter's binding limit.
 */
export function allocate(device: Device, label: string, tensors: Iterable<Tensor>): GPUBuffer[] {
  const limit = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
  const buffers: GPUBuffer[] = [];
  let group: { tensor: Tensor; offset: number }[] = [];
  let end = 0;

  const flush = () => {
    if (group.length === 0) return;
    const buffer = device.createStorage(label, end);
    buffers.push(buffer);
    for (const { tensor, offset } of group) {
      tensor.storage = { buffer, offset, size: Math.max(16, byteLength(tensor)) };
      if (tensor instanceof ConstantTensor) uploadTensor(device, tensor, tensor.data);
    }
    group = [];
    end = 0;
  };

  for (const tensor of new Set(tensors)) {
    if (tensor.storage) continue;
    const size = Math.max(16, byteLength(tensor));
    if (end + size > limit) flush();
    group.push({ tensor, offset: end });
    end += Math.ceil(size / offsetAlignment) * offsetAlignment;
  }
  flush();
  return buffers;
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
