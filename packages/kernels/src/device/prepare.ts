import type { Dispatch } from '../shader/dispatch.ts';
import { arrange } from '../tensor/derived.ts';
import type { Device } from './device.ts';
import { Recording } from './recording.ts';
import { allocate, withoutStorage } from './storage.ts';

/** Dispatches that are ready to be recorded. */
export interface Prepared {
  /** Those that were given, and before each the ones that make what it reads of what may change. */
  readonly dispatches: readonly Dispatch[];
  /** What their tensors lie in; the caller frees it. */
  readonly buffers: readonly GPUBuffer[];
}

/**
 * Gives room to all tensors of dispatches that have none yet, uploads constants, and makes what is
 * derived of nothing but constants: all of it, or nothing.
 *
 * @throws FaceGpuError `out-of-memory`, `gpu-error`, `device-lost`
 */
export async function prepare(
  device: Device,
  label: string,
  dispatches: readonly Dispatch[],
): Promise<Prepared> {
  const { constants, dispatches: recorded } = arrange(dispatches);
  const making = constants.filter(({ storage }) => !storage).flatMap((tensor) => tensor.dispatches);
  const all = [...making, ...recorded].flatMap(({ tensors }) => [...tensors.values()]);
  const homeless = withoutStorage(all);
  const buffers = await allocate(device, label, homeless);
  try {
    await runOnce(device, label, making);
  } catch (error) {
    for (const tensor of homeless) tensor.storage = undefined;
    for (const buffer of buffers) device.freeBuffer(buffer);
    throw error;
  }
  return { dispatches: recorded, buffers };
}

/** Submits dispatches whose tensors have storage, and keeps nothing of them. */
export async function runOnce(
  device: Device,
  label: string,
  dispatches: readonly Dispatch[],
): Promise<void> {
  if (dispatches.length === 0) return;
  const recording = await Recording.create(device, label, dispatches);
  try {
    await device.guard(label, () => recording.run());
  } finally {
    recording.dispose();
  }
}
