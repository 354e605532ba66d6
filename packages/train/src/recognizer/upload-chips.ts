import { allocate, type Device, Tensor, uploadTensor } from '@facegpu/kernels';
import { type ChipSize, chipSide } from '../dataset/chip-spec.ts';

/** Chips on the GPU, `[chips, side, side]`: RGBA, a byte each. */
export async function uploadChips(
  device: Device,
  { chips, spec }: { readonly chips: Uint8Array<ArrayBuffer>; readonly spec: ChipSize },
) {
  const side = chipSide(spec);
  const shape = [chips.byteLength / (4 * side * side), side, side];
  const tensor = new Tensor('chips', { shape, dtype: 'u32', layout: 'dense' });
  const buffers = await allocate(device, 'chips', [tensor]);
  const words = chips.byteOffset % 4 === 0 ? chips : chips.slice();
  uploadTensor(device, tensor, new Uint32Array(words.buffer, words.byteOffset, words.length / 4));
  const dispose = () => buffers.forEach((buffer) => void device.freeBuffer(buffer));
  return { tensor, dispose };
}
