import type { Dispatch } from '../shader/dispatch.ts';
import { arrange } from '../tensor/derived.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Numbers } from '../tensor/values.ts';
import type { Device } from './device.ts';
import { Owner } from './owner.ts';
import { Readback } from './readback.ts';
import { Recording } from './recording.ts';
import { settle } from './settle.ts';
import { allocate, withoutStorage } from './storage.ts';

/**
 * Runs dispatches once, and returns the logical values of some of their tensors, row-major. Tensors
 * that have no storage get it for as long as this takes; constants are uploaded, and what is derived of others is made. What runs more than
 * once is better off with a {@link Recording}.
 *
 * @throws FaceGpuError `bad-argument`, `out-of-memory`, `gpu-error`, `device-lost`
 */
export async function run(
  device: Device,
  dispatches: readonly Dispatch[],
  outputs: readonly Tensor[],
): Promise<Numbers[]> {
  const { constants, dispatches: rest } = arrange(dispatches);
  const all = [...constants.flatMap((tensor) => tensor.dispatches), ...rest];
  const tensors = all.flatMap((dispatch) => [...dispatch.tensors.values()]);
  const homeless = withoutStorage([...tensors, ...outputs]);
  const owner = new Owner();
  try {
    owner.keepBuffers(device, await allocate(device, 'run', homeless));
    const recording = owner.keep(await Recording.create(device, 'run', all));
    const readback = owner.keep(await Readback.create(device, 'run', outputs));
    await settle([device.guard('run', () => recording.run(readback)), readback.fetch()]);
    return outputs.map((tensor) => readback.values(tensor));
  } finally {
    for (const tensor of homeless) tensor.storage = undefined;
    owner.dispose();
  }
}
