import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Device, FaceGpuError } from '@facegpu/kernels';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { platform } from '#platform';
import type { LoadProgress, PipelineOptions } from './api/options.ts';
import { portrait } from './cli/testing/photos.ts';
import { Gallery } from './match/gallery.ts';
import { FacePipeline } from './pipeline.ts';

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

  it('waits no longer than the caller for a photo or models that never come', async ({ task }) => {
    await using pipeline = await create(task.meta);
    const server = await serveNothing();
    const readModel = vi.spyOn(platform, 'readModel');
    readModel.mockImplementation((_, __, { signal }) => server.ask(signal));
    const abort = new AbortController();
    const calls = [
      pipeline.detect(new URL(server.address), abort),
      pipeline.detect(small, { attributes: true, signal: abort.signal }),
    ];
    const next = pipeline.detect(small);
    // One for the photo, two for the models.
    await vi.waitFor(() => expect(server.asked()).toBe(3));
    abort.abort();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(await next).toHaveLength(1);
    // Nobody waits for the server any more.
    await vi.waitFor(() => expect(server.open()).toBe(0));
    readModel.mockRestore();
    expect(await pipeline.detect(small, { attributes: true })).toHaveLength(1);
    server.close();
  });

  it('gets another device where its own is lost, and does the call again', async ({ task }) => {
    await using pipeline = await create(task.meta);
    await using gallery = new Gallery(pipeline);
    const [face] = await pipeline.detect(small);
    await gallery.enroll('bea', face);
    const calls = [0, 1].map(() => {
      loseDuringSubmit(pipeline.device);
      return pipeline.detect(small);
    });
    for (const call of calls) expect(await call).toEqual([face]);
    // Both photos in flight are lost, and both are looked at again.
    loseDuringSubmit(pipeline.device);
    const both = await Promise.all([pipeline.detect(small), pipeline.detect(small)]);
    expect(both).toEqual([[face], [face]]);
    pipeline.device.gpu.destroy();
    const searched = gallery.identify(face);
    expect(await pipeline.detect(small)).toEqual([face]);
    expect(await searched).toMatchObject([{ name: 'bea', distance: 0, same: true }]);
    loseDuringSubmit(pipeline.device);
    expect(await gallery.identify(face)).toMatchObject([{ name: 'bea', distance: 0 }]);
    await gallery.enroll('ann', face);
    expect(await gallery.identify(face, { k: 2 })).toHaveLength(2);
  });

  it('does a call again that lost its device midway, attributes and all', async ({ task }) => {
    await using pipeline = await create(task.meta);
    const faces = await pipeline.detect(small, everything);
    loseDuringSubmit(pipeline.device);
    expect(await pipeline.detect(small, everything)).toEqual(faces);
    expect(faces[0].age).toBeGreaterThan(0);
  });

  it('is made on another device where the first is lost meanwhile, once', async ({ task }) => {
    const acquire = vi.spyOn(Device, 'acquire');
    /** Creates a pipeline, and destroys its device so many times. */
    const createOn = async (times: number) => {
      acquire.mockClear();
      const onProgress = ({ stage, loaded }: LoadProgress) => {
        const { results } = acquire.mock;
        if (stage !== 'compile' || loaded !== 1 || results.length > times) return;
        const last = results[results.length - 1].value as Promise<Device>;
        void last.then(({ gpu }) => gpu.destroy());
      };
      return create(task.meta, { onProgress });
    };
    try {
      await using pipeline = await createOn(1);
      expect(acquire).toHaveBeenCalledTimes(2);
      expect(await pipeline.detect(small)).toHaveLength(1);
      await expect(createOn(2)).rejects.toMatchObject(lost);
      expect(acquire).toHaveBeenCalledTimes(2);
    } finally {
      acquire.mockRestore();
    }
  });

  it('stops being made at once, and leaves nothing behind', async ({ task }) => {
    const device = await Device.acquire();
    for (const step of [1, 2]) {
      const abort = new AbortController();
      const events: string[] = [];
      abort.signal.addEventListener('abort', () => events.push('abort'));
      const created = create(task.meta, {
        device,
        signal: abort.signal,
        onProgress({ stage, loaded }) {
          if (stage !== 'compile') return;
          events.push(`compiled ${loaded}`);
          if (loaded === step) setTimeout(() => abort.abort());
        },
      });
      await expect(created).rejects.toMatchObject({ code: 'aborted' });
      // It doesn't wait for what it is compiling: that is only given back later.
      expect(events.slice(step - 1)).toEqual([`compiled ${step}`, 'abort']);
      expect(device.memory.buffers).toBeGreaterThan(0);
      await vi.waitFor(() => expect(device.memory.buffers).toBe(0), 10_000);
    }
    device.dispose();
  });

  it('says so where there is no other device, and tries again at the next call', async ({
    task,
  }) => {
    await using pipeline = await create(task.meta);
    const acquire = vi.spyOn(Device, 'acquire');
    acquire.mockRejectedValueOnce(new FaceGpuError('no-adapter', 'gone', 'Look for it.'));
    pipeline.device.gpu.destroy();
    await expect(pipeline.detect(small)).rejects.toMatchObject({ code: 'no-adapter' });
    expect(await pipeline.detect(small)).toHaveLength(1);
    acquire.mockRestore();
  });

  it.each([
    { kind: 'Device', lend: (device: Device) => device },
    { kind: 'GPUDevice', lend: ({ gpu }: Device) => gpu },
  ])('says that a $kind that it was lent was lost', async ({ lend }) => {
    const device = await Device.acquire();
    const pipeline = await FacePipeline.create({ detector: 'tiny', device: lend(device) });
    loseDuringSubmit(device);
    const calls = [pipeline.detect(small), pipeline.detect(small)];
    await Promise.all(calls.map((call) => expect(call).rejects.toMatchObject(lost)));
    await expect(pipeline.detect(small)).rejects.toMatchObject(lost);
    await pipeline.dispose();
    device.dispose();
  });
});

/** A server that never answers. */
async function serveNothing() {
  let asked = 0;
  let open = 0;
  const server = createServer((request) => {
    asked++;
    open++;
    request.on('close', () => open--);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const ask = async (signal: AbortSignal | undefined) => {
    const response = await fetch(address, { signal: signal ?? null });
    return new Uint8Array(await response.arrayBuffer());
  };
  return { address, ask, asked: () => asked, open: () => open, close: () => server.close() };
}

/** Destroys a device as soon as it has been given something to do. */
function loseDuringSubmit({ gpu }: Device): void {
  const submit = gpu.queue.submit.bind(gpu.queue);
  vi.spyOn(gpu.queue, 'submit').mockImplementationOnce((commands) => {
    submit(commands);
    gpu.destroy();
  });
}
