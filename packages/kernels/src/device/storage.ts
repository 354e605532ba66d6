import { FaceGpuError, shapeMismatch } from '../errors.ts';
import { bytesPerElement, type DType } from '../tensor/dtype.ts';
import { requireStorage } from '../tensor/require.ts';
import {
  byteLength,
  ConstantTensor,
  formatShape,
  storedCount,
  type Tensor,
} from '../tensor/tensor.ts';
import type { BufferSpec, Device } from './device.ts';

/** Alignment of a storage binding's offset that every adapter accepts. */
const offsetAlignment = 256;

/** A buffer to be made, and what will lie in it. */
interface Room extends BufferSpec {
  readonly members: readonly { readonly tensor: Tensor; readonly offset: number }[];
}

/**
 * Gives room to the tensors that have none yet, and returns the buffers: to all of them, or to none.
 * Constants are packed together and uploaded. Any other tensor gets a buffer of its own: WebGPU lets
 * no dispatch read and write parts of one buffer. (A plan knows which tensors meet, and packs better.)
 *
 * @throws FaceGpuError `out-of-memory`, also where a tensor exceeds the adapter's limits
 */
export async function allocate(
  device: Device,
  label: string,
  tensors: Iterable<Tensor>,
): Promise<GPUBuffer[]> {
  const homeless = withoutStorage(tensors);
  requireRoom(device, label, homeless);
  const constants = homeless.filter((tensor) => tensor instanceof ConstantTensor);
  const rooms: Room[] = packConstants(device, label, constants);
  for (const tensor of homeless) {
    if (tensor instanceof ConstantTensor) continue;
    const members = [{ tensor, offset: 0 }];
    rooms.push({ label: `${label} ${tensor.label}`, size: bindingSize(tensor), members });
  }
  const buffers = await device.createBuffers(rooms, (made) => {
    rooms.forEach(({ members }, i) => {
      for (const { tensor, offset } of members) {
        if (tensor instanceof ConstantTensor) write(device, made[i], offset, tensor.data);
      }
    });
  });
  rooms.forEach(({ members }, i) => {
    for (const { tensor, offset } of members) {
      tensor.storage = { buffer: buffers[i], offset, size: bindingSize(tensor) };
    }
  });
  return buffers;
}

/** Tensors that have no storage yet, each once; of a view, the tensor that it shows. */
export function withoutStorage(tensors: Iterable<Tensor>): Tensor[] {
  const bases = new Set([...tensors].map(({ base }) => base));
  return [...bases].filter(({ storage }) => !storage);
}

/**
 * A shader can see the whole of each tensor.
 *
 * @throws FaceGpuError `out-of-memory`, naming the tensor, where it is larger than a binding may be
 */
export function requireRoom(device: Device, label: string, tensors: Iterable<Tensor>): void {
  const limit = device.largestBinding;
  for (const tensor of tensors) {
    const size = bindingSize(tensor);
    if (size <= limit) continue;
    throw new FaceGpuError(
      'out-of-memory',
      `${label}: the tensor ${tensor.label} ${formatShape(tensor.shape)} needs ${size} bytes, and the adapter allows ${limit} a binding`,
      'Use smaller photos, images or batches.',
    );
  }
}

/** Bytes of a tensor's binding: none is empty. */
export function bindingSize(tensor: Tensor): number {
  return Math.max(16, byteLength(tensor));
}

/** Puts constants one after the other into as few buffers as the adapter's limits allow. */
function packConstants(
  device: Device,
  label: string,
  constants: readonly ConstantTensor[],
): Room[] {
  const rooms: { size: number; members: { tensor: Tensor; offset: number }[] }[] = [];
  for (const tensor of constants) {
    const size = bindingSize(tensor);
    let room = rooms.at(-1);
    if (!room || room.size + size > device.largestBinding) {
      room = { size: 0, members: [] };
      rooms.push(room);
    }
    room.members.push({ tensor, offset: room.size });
    room.size += Math.ceil(size / offsetAlignment) * offsetAlignment;
  }
  return rooms.map((room) => ({ label: `${label} constants`, ...room }));
}

/** The arrays that hold the elements of a tensor as memory does, see `encode`. */
const arrays: Readonly<Record<DType, readonly string[]>> = {
  f32: ['Float32Array'],
  f16: ['Uint16Array', 'Float16Array'],
  i32: ['Int32Array'],
  u32: ['Uint32Array'],
  u8: ['Uint8Array', 'Uint8ClampedArray'],
  bool: ['Uint32Array'],
};

/**
 * Writes all the values of a tensor, in its dtype and layout.
 *
 * @throws FaceGpuError `bad-argument`, `shape-mismatch`
 */
export function uploadTensor(
  device: Device,
  tensor: Tensor,
  data: ArrayBufferView<ArrayBuffer>,
): void {
  const { buffer, offset } = requireStorage('uploadTensor', tensor);
  const { label, shape, dtype, layout } = tensor;
  requireArray('uploadTensor', tensor, data);
  const count = data.byteLength / bytesPerElement(dtype);
  if (count !== storedCount(tensor)) {
    throw shapeMismatch(
      `uploadTensor: ${count} values for ${label}, ${formatShape(shape)} ${layout}`,
      layout === 'dense'
        ? `Give ${storedCount(tensor)}.`
        : `Its channels are padded to a multiple of 4: give the ${storedCount(tensor)} of encode(toStored(values, tensor, 0), '${dtype}').`,
    );
  }
  write(device, buffer, offset, data);
}

/**
 * Writes some rows of a dense tensor, along its first axis, from the row `first` on.
 *
 * @throws FaceGpuError `bad-argument`, `shape-mismatch`
 */
export function uploadRows(
  device: Device,
  tensor: Tensor,
  data: ArrayBufferView<ArrayBuffer>,
  first = 0,
): void {
  const { buffer, offset } = requireStorage('uploadRows', tensor);
  const { label, shape, dtype, layout } = tensor;
  requireArray('uploadRows', tensor, data);
  const [rows, ...row] = shape;
  const bytes = row.reduce((product, size) => product * size, bytesPerElement(dtype));
  const end = first + data.byteLength / bytes;
  if (layout !== 'dense' || !Number.isInteger(end) || !(first >= 0 && end <= rows)) {
    throw shapeMismatch(
      `uploadRows: ${data.byteLength} bytes from row ${first} on of ${label}, ${formatShape(shape)} ${layout}`,
      `Give whole rows of ${bytes} bytes to a dense tensor, ${rows} at most.`,
    );
  }
  write(device, buffer, offset + first * bytes, data);
}

function requireArray(who: string, { label, dtype }: Tensor, data: ArrayBufferView): void {
  const [, name] = /^\[object (\w+)\]$/.exec(Object.prototype.toString.call(data)) ?? [];
  if (name && arrays[dtype].includes(name)) return;
  throw new FaceGpuError(
    'bad-argument',
    `${who}: a ${name ?? typeof data} for ${label}, which holds ${dtype}`,
    `Give a ${arrays[dtype][0]}: encode(values, '${dtype}').`,
  );
}

function write(
  device: Device,
  buffer: GPUBuffer,
  offset: number,
  data: ArrayBufferView<ArrayBuffer>,
): void {
  const whole = data.byteLength - (data.byteLength % 4);
  device.gpu.queue.writeBuffer(buffer, offset, data.buffer, data.byteOffset, whole);
  if (whole === data.byteLength) return;
  // writeBuffer wants multiples of 4 bytes; an odd number of f16 leaves two.
  const rest = new Uint8Array(4);
  rest.set(new Uint8Array(data.buffer, data.byteOffset + whole, data.byteLength - whole));
  device.gpu.queue.writeBuffer(buffer, offset + whole, rest);
}
