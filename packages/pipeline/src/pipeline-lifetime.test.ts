import { Device } from '@facegpu/kernels';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { portrait } from './cli/testing/photos.ts';
import { FacePipeline, type PipelineOptions } from './pipeline.ts';

const everything = { chips: true, attributes: true };
const lost = { code: 'device-lost', fix: expect.stringContaining('Make the pipeline again') };
const disposed = { code: 'disposed', fix: expect.stringContaining('Create another one') };

describe('the life of a pipeline', () => {
  let photo: Buffer;
  let small: Buffer;

  beforeAll(async () => {
    [photo, small] = await Promise.all([
      portrait('ann').resize(900).png().toBuffer(),
      portrait('bea').png().toBuffer(),
    ]);
  });

  async function create(meta: object, options?: PipelineOptions): Promise<FacePipeline> {
    const pipeline = await FacePipeline.create({ detector: 'tiny', ...options });
    Object.assign(meta, { adapter: pipeline.info.adapter.name });
    return pipeline;
  }

  it('makes nothing on the GPU for a photo that is no larger than one before', async ({ task }) => {
    await using pipeline = await create(task.meta);
    const { device } = pipeline;
    await pipeline.detect(photo, everything);
    const before = device.memory;
    const methods = [
      'createBuffer',
      'createBindGroup',
      'createBindGroupLayout',
      'createComputePipeline',
      'createComputePipelineAsync',
      'createPipelineLayout',
      'createQuerySet',
      'createSampler',
      'createShaderModule',
      'createTexture',
    ] as const;
    const spies = methods.map((method) => vi.spyOn(device.gpu, method));
    for (const picture of [photo, small, photo, small]) {
      expect(await pipeline.detect(picture, everything)).toHaveLength(1);
    }
    for (const [i, spy] of spies.entries()) expect(spy, methods[i]).not.toHaveBeenCalled();
    expect(device.memory).toEqual(before);
  });

  it('leaves nothing behind on a device that it was lent', async ({ task }) => {
    const device = await Device.acquire();
    const pipeline = await create(task.meta, { device });
    await pipeline.detect(small, everything);
    // The buffer grows, and nothing else does.
    const { buffers } = device.memory;
    await pipeline.detect(photo, everything);
    expect(device.memory.buffers).toBe(buffers);
    await pipeline.dispose();
    expect(device.memory).toEqual({ buffers: 0, bytes: 0 });
    device.check();
    device.dispose();
  });

  it('leaves a GPUDevice alive that it was lent, but not its buffers', async ({ task }) => {
    const owner = await Device.acquire();
    const { gpu } = owner;
    const made: GPUBuffer[] = [];
    const createBuffer = gpu.createBuffer.bind(gpu);
    vi.spyOn(gpu, 'createBuffer').mockImplementation((descriptor) => {
      const buffer = createBuffer(descriptor);
      vi.spyOn(buffer, 'destroy');
      made.push(buffer);
      return buffer;
    });
    const pipeline = await create(task.meta, { device: gpu });
    await pipeline.dispose();
    expect(made.length).toBeGreaterThan(10);
    for (const buffer of made) expect(buffer.destroy, buffer.label).toHaveBeenCalledOnce();
    const another = await create(task.meta, { device: gpu });
    expect(await another.detect(small)).toHaveLength(1);
    await another.dispose();
    owner.check();
    owner.dispose();
  });

  it('finishes the calls that came before dispose, and refuses those after it', async ({
    task,
  }) => {
    const pipeline = await create(task.meta);
    const early = [pipeline.detect(photo), pipeline.detect(small)];
    const disposing = pipeline.dispose();
    const late = pipeline.detect(photo);
    await expect(late).rejects.toMatchObject(disposed);
    for (const call of early) expect(await call).toHaveLength(1);
    await disposing;
    await pipeline.dispose();
    await expect(pipeline.detect(photo)).rejects.toMatchObject(disposed);
    // Its own device went with it.
    expect(await pipeline.device.gpu.lost).toMatchObject({ reason: 'destroyed' });
    expect(pipeline.device.memory.buffers).toBe(0);
  });

  it('goes on after a photo that it could not read', async ({ task }) => {
    await using pipeline = await create(task.meta);
    const calls = [pipeline.detect('missing.jpg'), pipeline.detect(new Uint8Array(9))];
    const good = pipeline.detect(small);
    await expect(calls[0]).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(calls[1]).rejects.toMatchObject({ code: 'bad-image' });
    expect(await good).toHaveLength(1);
  });

  it('says that its device was lost, to the call under way and to later ones', async ({ task }) => {
    const pipeline = await create(task.meta);
    const { queue } = pipeline.device.gpu;
    const submit = queue.submit.bind(queue);
    vi.spyOn(queue, 'submit').mockImplementationOnce((commands) => {
      submit(commands);
      pipeline.device.gpu.destroy();
    });
    const calls = [pipeline.detect(small), pipeline.detect(small)];
    for (const call of calls) await expect(call).rejects.toMatchObject(lost);
    await expect(pipeline.detect(small)).rejects.toMatchObject(lost);
    await pipeline.dispose();
  });
});
