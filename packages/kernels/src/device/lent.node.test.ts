import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import { activation } from '../activation/activation.ts';
import { Tensor } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import { requestAdapter, requestDevice } from './adapter.ts';
import { Device } from './device.ts';
import { run } from './run.ts';

it('is kept by nothing on a device that was lent, once it was disposed of', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const gpu = await requestDevice(await requestAdapter());

  /** Uses a device of ours, which nobody here knows any more afterwards. */
  const use = async (): Promise<WeakRef<Device>> => {
    const device = Device.wrap(gpu);
    const input = constant('input', [2], [-1, 1]);
    const output = new Tensor('output', input);
    await run(device, activation({ input, output, activation: { kind: 'relu' } }), [output]);
    device.dispose();
    return new WeakRef(device);
  };
  const used = [await use(), await use(), await use()];
  await vi.waitFor(() => {
    collect();
    // A failed expectation would keep the device itself.
    expect(used.filter((device) => device.deref() !== undefined).length).toBe(0);
  });
  gpu.destroy();
});
