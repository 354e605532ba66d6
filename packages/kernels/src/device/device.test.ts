import { activation } from '../activation/activation.ts';
import { Tensor } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import { useDevice } from '../testing/kernel-test.ts';
import { starve } from '../testing/starve.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { requestAdapter, requestDevice } from './adapter.ts';
import { Device } from './device.ts';
import { onLoss } from './loss.ts';
import { run } from './run.ts';

/** A buffer that is against the rules. */
function mistake(gpu: GPUDevice): void {
  gpu.createBuffer({ label: 'wrong', size: 16, usage: 3 });
}

async function relu(device: Device): Promise<number[]> {
  const input = constant('input', [2], [-1, 1]);
  const output = new Tensor('output', input);
  const dispatches = activation({ input, output, activation: { kind: 'relu' } });
  return [...(await run(device, dispatches, [output]))[0]];
}

/** Errors that reach the listeners of a device, and whether somebody stopped them. */
function listen(gpu: GPUDevice) {
  const heard: { message: string; prevented: boolean }[] = [];
  gpu.addEventListener('uncapturederror', (event) => {
    heard.push({ message: event.error.message, prevented: event.defaultPrevented });
    event.preventDefault();
  });
  return {
    heard,
    /** Waits until the errors so far were heard. */
    async all(): Promise<void> {
      await gpu.queue.onSubmittedWorkDone();
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
}

describe('a device of our own', () => {
  it('keeps an error that no scope caught for the next call', async () => {
    const device = await Device.acquire();
    const { all } = listen(device.gpu);
    mistake(device.gpu);
    await all();
    await expect(relu(device)).rejects.toMatchObject({ code: 'gpu-error' });
    expect(await relu(device)).toEqual([0, 1]);
    const starvation = starve(device.gpu, () => true);
    device.gpu.createBuffer({ size: 16, usage: 4 });
    starvation.end();
    expect(() => device.check()).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
    device.dispose();
    expect(() => device.check()).toThrow(expect.objectContaining({ code: 'disposed' }));
  });

  it('rejects with what a call got wrong, and nothing else hears of it', async () => {
    const device = await Device.acquire();
    const { heard, all } = listen(device.gpu);
    const { gpu } = device;
    await expect(device.guard('a mistake', () => mistake(gpu))).rejects.toMatchObject({
      code: 'gpu-error',
      message: expect.stringMatching(/^a mistake: /),
    });
    const oops = new Error('oops');
    const failing = device.guard('a call', () => {
      throw oops;
    });
    await expect(failing).rejects.toBe(oops);
    await all();
    expect(heard).toEqual([]);
    expect(await relu(device)).toEqual([0, 1]);
    device.dispose();
  });
});

describe('a device that was lent', () => {
  const lane = useDevice();

  it('leaves errors of its owner to the owner', async ({ task }) => {
    lane.device(task.meta);
    const gpu = await requestDevice(await requestAdapter());
    const { heard, all } = listen(gpu);
    const device = Device.wrap(gpu);
    mistake(gpu);
    await all();
    const running = relu(device);
    mistake(gpu);
    expect(await running).toEqual([0, 1]);
    gpu.pushErrorScope('validation');
    const scoped = relu(device);
    mistake(gpu);
    expect(await scoped).toEqual([0, 1]);
    expect(await gpu.popErrorScope()).not.toBeNull();
    device.dispose();
    mistake(gpu);
    await all();
    expect(heard).toHaveLength(3);
    for (const { prevented } of heard) expect(prevented).toBe(false);
    gpu.destroy();
  });

  it('keeps our errors from its owner', async ({ task }) => {
    lane.device(task.meta);
    const gpu = await requestDevice(await requestAdapter());
    const { heard, all } = listen(gpu);
    const device = Device.wrap(gpu);
    const starvation = starve(gpu, () => true);
    await expect(relu(device)).rejects.toMatchObject({ code: 'out-of-memory' });
    starvation.end();
    await expect(device.guard('a mistake', () => mistake(gpu))).rejects.toMatchObject({
      code: 'gpu-error',
    });
    const shader = { name: 'broken', code: 'fn main( {', bindings: [] };
    await expect(device.pipelines.get(shader)).rejects.toMatchObject({ code: 'gpu-error' });
    await all();
    expect(heard).toEqual([]);
    device.dispose();
    gpu.destroy();
  });

  it('hears of its loss until it is disposed of, and leaves no listener behind', async ({
    task,
  }) => {
    lane.device(task.meta);
    const gpu = await requestDevice(await requestAdapter());
    let listeners = 0;
    const addEventListener = gpu.addEventListener.bind(gpu);
    gpu.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener(...args);
    };
    const devices = [Device.wrap(gpu), Device.wrap(gpu), Device.wrap(gpu)];
    devices[1].dispose();
    gpu.destroy();
    await gpu.lost;
    for (const [i, code] of ['device-lost', 'disposed', 'device-lost'].entries()) {
      expect(() => devices[i].check(), `device ${i}`).toThrow(expect.objectContaining({ code }));
    }
    const late = Device.wrap(gpu);
    expect(() => late.check()).toThrow(expect.objectContaining({ code: 'device-lost' }));
    expect(listeners).toBe(0);
  });
});

describe('the loss of a GPUDevice', () => {
  it('is waited for once, whoever wants to know', async () => {
    let asked = 0;
    let lose: (info: GPUDeviceLostInfo) => void = () => {};
    const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
      lose = resolve;
    });
    const gpu = {
      get lost() {
        asked++;
        return lost;
      },
    } as GPUDevice;
    const told: number[] = [];
    const forget = [0, 1, 2].map((i) => onLoss(gpu, () => told.push(i)));
    forget[1]();
    expect(asked).toBe(1);
    lose({ reason: 'unknown', message: 'gone' } as GPUDeviceLostInfo);
    await lost;
    expect(told).toEqual([0, 2]);
    onLoss(gpu, () => told.push(3));
    expect(told).toEqual([0, 2, 3]);
    expect(asked).toBe(1);
  });
});
