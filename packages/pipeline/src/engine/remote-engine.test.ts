import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { workers } from '#workers';
import type { LoadProgress, PipelineOptions } from '../api/options.ts';
import { portrait } from '../cli/testing/photos.ts';
import { createIndex } from '../match/create-index.ts';
import { Gallery } from '../match/gallery.ts';
import { FacePipeline } from '../pipeline.ts';
import { expectError } from '../testing/errors.ts';
import { patience } from './connect.ts';
import { serveWorker } from './serve-worker.ts';

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
  const openChannel = ({ serves = true, owned = true } = {}) => {
    const { port1, port2 } = new MessageChannel();
    const close = vi.fn(() => port1.close());
    vi.spyOn(workers, 'open').mockReturnValue({ port: port1, owned, close });
    if (serves) serveWorker(port2);
    return { port: port1, close };
  };

  /** An error that nobody in the worker catches. */
  const fail = (port: MessagePort) =>
    port.dispatchEvent(Object.assign(new Event('error'), { message: 'out of luck' }));

  /** The part that speaks with workers is loaded first. */
  const isOpened = async (times = 1) => {
    while (vi.mocked(workers.open).mock.calls.length < times) await setImmediate();
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
    expect(JSON.parse(JSON.stringify(faces[0].descriptor)).values).toHaveLength(512);
    expect(pipeline.compare(faces[0], faces[0])).toMatchObject({ distance: 0, same: true });

    await using gallery = new Gallery(pipeline);
    await gallery.enroll('ann', faces);
    const zero = { model: pipeline.info.model, values: new Float32Array(pipeline.info.dimensions) };
    await gallery.enroll('nobody', [zero, zero]);
    const [found] = await pipeline.identify(photo, gallery);
    const matches = await gallery.identify(faces[0], { k: 5 });
    expect(found.matches).toEqual(matches.slice(0, 1));
    await using others = new Gallery(local);
    await expectError(() => pipeline.identify(photo, others), 'bad-argument', /another pipeline/);
    expect(matches.map(({ name }) => name)).toEqual(['ann', 'nobody']);
    expect(matches[0]).toMatchObject({ name: 'ann', distance: 0, same: true });
    await pipeline.dispose();
  });

  it('has indexes that do what those on this thread do', async ({ task }) => {
    const { pipeline } = await create(task.meta);
    await using local = await FacePipeline.create({ detector: 'tiny' });
    const results = await Promise.all(
      [pipeline, local].map(async (host) => {
        const index = createIndex(host, { dimensions: 2, metric: 'cosine' });
        await index.reserve(4);
        const ids = await index.add(Float32Array.of(1, 0, 0, 1, 1, 1));
        await index.add(Float32Array.of(-1, 0), [77]);
        expect([index.size, index.dimensions, index.metric]).toEqual([4, 2, 'cosine']);
        expect(await index.remove([1, 5])).toBe(1);
        expect(index.size).toBe(3);
        const query = Float32Array.of(1, 0.1);
        await expectError(() => index.add(query, [77]), 'bad-argument', /id 77/);
        return {
          ids,
          nearest: await index.search(query, 9),
          filtered: await index.search(query, 9, { ids: [77, 0] }),
          within: await index.range(query, 0.5, { bitmap: Uint32Array.of(5) }),
          vectors: await index.reconstruct([77, 2]),
          disposed: await index.dispose(),
        };
      }),
    );
    expect(results[0]).toEqual(results[1]);
    expect([...results[0].nearest.ids]).toEqual([0, 2, 77]);
    const gone = createIndex(pipeline, { dimensions: 2 });
    await gone.dispose();
    await gone.dispose();
    await expectError(() => gone.add(Float32Array.of(1, 2)), 'disposed', /index/);
    const metric = 'manhattan' as 'cosine';
    const wrong = () => createIndex(pipeline, { dimensions: 2, metric });
    await expectError(wrong, 'bad-argument', /manhattan/);
    await pipeline.dispose();
    await expectError(() => createIndex(pipeline, { dimensions: 2 }), 'disposed', /pipeline/);
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
    fail(port);
    await expectError(() => call, 'worker-failed', /out of luck/);
    await expectError(() => pipeline.detect(photo), 'worker-failed', /out of luck/);
  });

  it('leaves a worker of the caller’s to its own errors', async ({ task }) => {
    const { port, close } = openChannel({ owned: false });
    const listen = vi.spyOn(port, 'addEventListener');
    const stop = vi.spyOn(port, 'removeEventListener');
    const pipeline = await FacePipeline.create(options);
    Object.assign(task.meta, { adapter: pipeline.info.adapter.name });
    for (const [type, listener] of listen.mock.calls) {
      expect(stop).toHaveBeenCalledWith(type, listener);
    }
    fail(port);
    expect(await pipeline.detect(photo)).toHaveLength(1);
    await pipeline.dispose();
    close();
  });

  it('says so where the worker fails before it serves', async () => {
    const { port, close } = openChannel({ serves: false });
    const created = FacePipeline.create(options);
    await isOpened();
    fail(port);
    await expectError(() => created, 'worker-failed', /out of luck/);
    expect(close).toHaveBeenCalledOnce();
  });

  it('waits for a worker that says nothing, but not for ever', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { close } = openChannel({ serves: false });
      const created = FacePipeline.create(options);
      const abort = new AbortController();
      const aborted = FacePipeline.create({ ...options, signal: abort.signal });
      await isOpened(2);
      vi.advanceTimersByTime(patience - 1);
      abort.abort();
      await expectError(() => aborted, 'aborted', /cancelled/);
      vi.advanceTimersByTime(1);
      await expectError(() => created, 'worker-failed', /nothing for 30 seconds/);
      expect(close).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps the pipelines apart that share a worker', async ({ task }) => {
    const { port, close } = openChannel({ owned: false });
    const heard = vi.fn();
    port.addEventListener('message', heard);
    const [one, other] = await Promise.all([
      FacePipeline.create(options),
      FacePipeline.create({ ...options, mirror: true }),
    ]);
    Object.assign(task.meta, { adapter: one.info.adapter.name });
    expect(one.info.model).not.toBe(other.info.model);
    const [[first], [second]] = await Promise.all([one.detect(photo), other.detect(photo)]);
    expect(first.descriptor.model).toBe(one.info.model);
    expect(second.descriptor.model).toBe(other.info.model);
    await one.dispose();
    expect(await other.detect(photo)).toEqual([second]);
    await other.dispose();
    // What the worker's owner has to say to it, or it to them, is left alone.
    expect(heard).not.toHaveBeenCalled();
    close();
  });
});

it('is not for Node', async () => {
  await expectError(() => FacePipeline.create(options), 'bad-argument', /Node/);
});
