import { activation } from '../activation/activation.ts';
import { type Shape, Tensor } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import { useDevice } from '../testing/kernel-test.ts';
import { starve, starveEach } from '../testing/starve.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { profile } from './profile.ts';
import { Readback } from './readback.ts';
import { Recording } from './recording.ts';
import { run } from './run.ts';
import { allocate } from './storage.ts';

function dense(label: string, shape: Shape = [5]): Tensor {
  return new Tensor(label, { shape, dtype: 'f32', layout: 'dense' });
}

/** A constant through two activations. */
function chain() {
  const input = constant('input', [5], [-2, -1, 0, 1, 2]);
  const [middle, output] = [dense('middle'), dense('output')];
  const dispatches = [
    ...activation({ input, output: middle, activation: { kind: 'relu' } }),
    ...activation({ input: middle, output, activation: { kind: 'relu6' } }),
  ];
  return { input, middle, output, dispatches };
}

describe('a device without memory', () => {
  const lane = useDevice();

  it('names what was asked for', async ({ task }) => {
    const device = lane.device(task.meta);
    const starvation = starve(device.gpu, (size) => size > 1000);
    const make = (...sizes: number[]) =>
      device.createBuffers(sizes.map((size, i) => ({ label: `buffer ${i}`, size })));
    const fix = expect.stringMatching(/smaller photos/);
    await expect(make(1001)).rejects.toMatchObject({
      code: 'out-of-memory',
      message: 'the GPU has no memory for buffer 0 (1001 bytes): simulated: no memory is left',
      fix,
    });
    await expect(make(16, 2000, 1500)).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(/3 buffers of 3516 bytes in all, the largest buffer 1 \(2000/),
      fix,
    });
    expect(starvation.failures).toBe(3);
    starvation.end();
    expect(device.memory.buffers).toBe(0);
    for (const buffer of await make(1001, 2000)) device.freeBuffer(buffer);
  });

  it('gives storage to all tensors or to none', async ({ task }) => {
    const device = lane.device(task.meta);
    const { input, middle, output } = chain();
    const tensors = [input, middle, output];
    const buffers = await starveEach(device, async () => {
      for (const { storage } of tensors) expect(storage).toBeUndefined();
      return allocate(device, 'test', tensors);
    });
    for (const { storage } of tensors) expect(storage).toBeDefined();
    expect(device.memory.buffers).toBe(3);
    for (const buffer of buffers) device.freeBuffer(buffer);
  });

  it('makes no recording or readback, and measures nothing', async ({ task, skip }) => {
    const device = lane.device(task.meta);
    const { input, middle, output, dispatches } = chain();
    const buffers = await allocate(device, 'test', [input, middle, output]);
    const recording = await starveEach(device, () => Recording.create(device, 'test', dispatches));
    const readback = await starveEach(device, () => Readback.create(device, 'test', [output]));
    recording.run(readback);
    await readback.fetch();
    expect([...readback.values(output)]).toEqual([0, 0, 0, 1, 2]);
    const timed = device.has('timestamp-query');
    if (timed) {
      expect(await starveEach(device, () => profile(device, recording))).toHaveLength(2);
    }
    for (const part of [recording, readback]) part.dispose();
    for (const buffer of buffers) device.freeBuffer(buffer);
    expect(device.memory.buffers).toBe(0);
    if (!timed) skip('the adapter lacks timestamp-query');
  });

  it('leaves tensors without storage where a run fails, and runs once there is memory', async ({
    task,
  }) => {
    const device = lane.device(task.meta);
    const { middle, output, dispatches } = chain();
    const [values] = await starveEach(device, () => run(device, dispatches, [output]));
    expect([...values]).toEqual([0, 0, 0, 1, 2]);
    expect(middle.storage).toBeUndefined();
    expect(device.memory.buffers).toBe(0);
  });

  it('says which tensor is larger than a binding may be, before it makes anything', async ({
    task,
  }) => {
    const device = lane.device(task.meta);
    const limit = device.largestBinding;
    const rows = Math.floor(limit / 4) + 1;
    // Buffers are whole vec4s.
    const bytes = Math.ceil((rows * 8) / 16) * 16;
    const [small, large] = [dense('small'), dense('large', [rows, 2])];
    await expect(allocate(device, 'test', [small, large])).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(
        RegExp(`large \\[${rows}, 2\\] needs ${bytes} bytes.* ${limit} a binding`),
      ),
      fix: expect.stringMatching(/smaller/),
    });
    expect(small.storage).toBeUndefined();
    await expect(device.createBuffers([{ label: 'huge', size: 2 ** 50 }])).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(/huge.* 1125899906842624 bytes/),
    });
    expect(device.memory.buffers).toBe(0);
  });
});
