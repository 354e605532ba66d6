import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { platform } from '#platform';
import { portrait } from '../cli/testing/photos.ts';
import { Gallery } from '../gallery/gallery.ts';
import type { LoadProgress, PipelineOptions } from '../options.ts';
import { FacePipeline } from '../pipeline.ts';
import { expectError } from '../testing/errors.ts';
import { serveEngine } from './serve.ts';

const options = { detector: 'tiny', worker: 'https://example.org/worker.js' } as const;

describe('an engine at the other end of a channel', () => {
  let photo: Buffer;
  beforeAll(async () => {
    photo = await portrait('ann').png().toBuffer();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Stands in for a worker: both ends are on this thread. */
  const openChannel = () => {
    const { port1, port2 } = new MessageChannel();
    const close = vi.fn(() => port1.close());
    vi.spyOn(platform, 'openWorker').mockReturnValue({ port: port1, close });
    serveEngine(port2);
    return { port: port1, close };
  };

  const create = async (meta: object, more?: PipelineOptions) => {
    const channel = openChannel();
    const pipeline = await FacePipeline.create({ ...options, ...more });
    Object.assign(meta, { adapter: pipeline.info.adapter.name });
    return { ...channel, pipeline };
  };

  it('does what one on this thread does', async ({ task }) => {
    const { pipeline } = await create(task.meta);
    await using local = await FacePipeline.create({ detector: 'tiny' });
    expect(pipeline.info).toEqual(local.info);
    const wanted = { chips: true, attributes: true };
    const faces = await pipeline.detect(photo, wanted);
    expect(faces).toEqual(await local.detect(photo, wanted));
    expect(pipeline.compare(faces[0], faces[0])).toMatchObject({ distance: 0, same: true });

    using gallery = new Gallery(pipeline);
    await gallery.enroll('ann', faces);
    const zero = { model: pipeline.info.model, values: new Float32Array(128) };
    await gallery.enroll('nobody', [zero, zero]);
    const matches = await gallery.identify(faces[0], { k: 5 });
    expect(matches.map(({ name }) => name)).toEqual(['ann', 'nobody']);
    expect(matches[0]).toEqual({ name: 'ann', distance: 0, same: true });
    await pipeline.dispose();
  });

  it('passes on errors with their codes', async ({ task }) => {
    const { pipeline } = await create(task.meta);
    await expectError(() => pipeline.detect('missing.jpg'), 'file-unreadable', /missing\.jpg/);
    await expectError(() => pipeline.detect(new Uint8Array(9)), 'bad-image', /./);
    await expectError(() => pipeline.detect(photo, { minScore: 7 }), 'bad-argument', /minScore/);
    await expectError(() => pipeline.device, 'bad-argument', /worker/);
    expect(await pipeline.detect(photo)).toHaveLength(1);
    await pipeline.dispose();
  });

  it('says how far it has come', async ({ task }) => {
    const heard: LoadProgress[] = [];
    const { pipeline } = await create(task.meta, {
      onProgress: (progress) => heard.push(progress),
    });
    expect(heard.at(-1)).toEqual({ stage: 'compile', loaded: 3, total: 3 });
    expect(heard.filter(({ stage }) => stage === 'models').at(-1)).toMatchObject({
      loaded: heard[0].total,
    });
    await pipeline.dispose();
  });

  it('copies what it is given before it returns', async ({ task }) => {
    const { pipeline } = await create(task.meta);
    const bytes = new Uint8Array(photo);
    const detected = pipeline.detect(bytes);
    bytes.fill(0);
    expect(await detected).toHaveLength(1);
    await pipeline.dispose();
  });

  it('gives up when it is told to, and goes on with the next call', async ({ task }) => {
    const { pipeline } = await create(task.meta);
    const control = new AbortController();
    const aborted = pipeline.detect(photo, { signal: control.signal });
    const next = pipeline.detect(photo);
    control.abort();
    await expectError(() => aborted, 'aborted', /cancelled/);
    await expectError(() => pipeline.detect(photo, control), 'aborted', /cancelled/);
    expect(await next).toHaveLength(1);
    await pipeline.dispose();
  });

  it('lets the worker go where it can’t be created, and after it is disposed of', async ({
    task,
  }) => {
    const failed = openChannel();
    const nowhere = FacePipeline.create({ ...options, models: 'file:///nowhere/' });
    await expectError(() => nowhere, 'no-models', /nowhere/);
    expect(failed.close).toHaveBeenCalledOnce();
    const { pipeline, close } = await create(task.meta);
    const early = pipeline.detect(photo);
    await pipeline.dispose();
    expect(await early).toHaveLength(1);
    expect(close).toHaveBeenCalledOnce();
    await expectError(() => pipeline.detect(photo), 'disposed', /pipeline/);
    await pipeline.dispose();
  });

  it('says that the worker has failed, to calls under way and to later ones', async ({ task }) => {
    const { pipeline, port } = await create(task.meta);
    const call = pipeline.detect(photo);
    port.dispatchEvent(Object.assign(new Event('error'), { message: 'out of luck' }));
    await expectError(() => call, 'worker-failed', /out of luck/);
    await expectError(() => pipeline.detect(photo), 'worker-failed', /out of luck/);
  });
});

it('is not for Node', async () => {
  await expectError(() => FacePipeline.create(options), 'bad-argument', /Node/);
});
