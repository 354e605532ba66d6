import { describe, expect, it } from 'vitest';
import { portrait } from '../cli/testing/photos.ts';
import type { LoadProgress, PipelineOptions } from '../index.ts';
import { detectInPage, pageWith } from '../testing/page-pipeline.ts';
import { useChromium } from '../testing/use-chromium.ts';

const chromium = useChromium((folder) => portrait('bea').png().toFile(`${folder}/bea.png`));
const photo = '/files/bea.png';
const local: PipelineOptions = { detector: 'tiny' };
// The file for pages without a bundler is a worker's script, too.
const remote: PipelineOptions = { detector: 'tiny', worker: '/page/standalone.js' };
const places = [
  ['the page', local],
  ['a worker', remote],
] as const;

describe.for(places)('in %s', ([, given]) => {
  it('creating says how far it is, and stops when nobody waits for it', async (test) => {
    const page = await chromium.page(test);
    const { error, heard } = await page.evaluate(async (given) => {
      const abort = new AbortController();
      const heard: LoadProgress[] = [];
      const create = facegpu.FacePipeline.create({
        ...given,
        models: '/models/',
        signal: abort.signal,
        onProgress(progress) {
          heard.push(progress);
          if (progress.stage === 'compile') abort.abort();
        },
      });
      return { error: await facegpu.errorOf(create), heard };
    }, given);
    expect(error.code).toBe('aborted');
    const models = heard.filter(({ stage }) => stage === 'models');
    const total = models[0]?.total;
    expect(total).toBeGreaterThan(1e6);
    expect(models.every((progress) => progress.total === total)).toBe(true);
    const loaded = models.map(({ loaded }) => loaded);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect(loaded.at(-1)).toBe(total);
    expect(heard[models.length]).toEqual({ stage: 'compile', loaded: 1, total: 3 });
  });

  it('detecting stops when nobody waits for it, and goes on with the next photo', async (test) => {
    const page = await pageWith(chromium, given, test);
    const errors = await page.evaluate(
      async ([given, photo]) => {
        const pipeline = await facegpu.pipeline(given);
        const abort = new AbortController();
        const { signal } = abort;
        const calls = [0, 1].map(() => facegpu.errorOf(pipeline.detect(photo, { signal })));
        setTimeout(() => abort.abort(), 50);
        const early = await Promise.all(calls);
        return [...early, await facegpu.errorOf(pipeline.detect(photo, { signal }))];
      },
      [given, photo] as const,
    );
    expect(errors.map(({ code }) => code)).toEqual(['aborted', 'aborted', 'aborted']);
    expect(await detectInPage(page, given, photo)).toHaveLength(1);
  });

  it('a photo that never comes holds up no other, once nobody waits for it', async (test) => {
    const page = await pageWith(chromium, given, test);
    const hanging = page.waitForRequest('**/hang/photo.png');
    await page.route('**/hang/*', () => {});
    const code = page.evaluate(
      async ([given, address]) => {
        const pipeline = await facegpu.pipeline(given);
        const abort = new AbortController();
        const image = Object.assign(new Image(), { src: '/hang/image.png' });
        const calls = [address, image].map((photo) =>
          facegpu.errorOf(pipeline.detect(photo, abort)),
        );
        (globalThis as { stop?: () => void }).stop = () => abort.abort();
        return (await Promise.all(calls)).map(({ code }) => code);
      },
      [given, '/hang/photo.png'] as const,
    );
    await hanging;
    const next = detectInPage(page, given, photo);
    await page.evaluate(() => (globalThis as { stop?: () => void }).stop?.());
    expect(await code).toEqual(['aborted', 'aborted']);
    expect(await next).toHaveLength(1);
    await page.unroute('**/hang/*');
  });

  it('errors arrive with what to do about them', async (test) => {
    const page = await pageWith(chromium, given, test);
    const errors = await page.evaluate(
      async ([given, missing, foreign]) => {
        const pipeline = await facegpu.pipeline(given);
        const image = Object.assign(new Image(), { src: foreign });
        return Promise.all(
          [missing, image, new Uint8Array(9)].map((photo) =>
            facegpu.errorOf(pipeline.detect(photo)),
          ),
        );
      },
      [given, '/files/none.png', `${foreign()}files/bea.png`] as const,
    );
    expect(errors).toEqual([
      expect.objectContaining({ code: 'file-unreadable', message: expect.stringMatching(/none/) }),
      expect.objectContaining({ code: 'file-unreadable', fix: expect.stringMatching(/crossOrig/) }),
      expect.objectContaining({ code: 'bad-image', fix: expect.stringMatching(/\w/) }),
    ]);
  });
});

/** The same server as another site. */
function foreign(): string {
  return chromium.address.replace('localhost', '127.0.0.1');
}

it('several pipelines share a worker of the page’s own', async (test) => {
  const page = await chromium.page(test);
  const { adapter, models, stamp, found } = await page.evaluate(async (photo) => {
    const worker = new Worker('/page/standalone.js', { type: 'module' });
    const given = { models: '/models/', detector: 'tiny', worker } as const;
    const [one, other] = await Promise.all([
      facegpu.FacePipeline.create(given),
      facegpu.FacePipeline.create({ ...given, mirror: true }),
    ]);
    await one.dispose();
    const found = await other.detect(photo);
    worker.terminate();
    return {
      adapter: one.info.adapter.name,
      models: [one.info.model, other.info.model],
      stamp: found[0].descriptor.model,
      found: found.length,
    };
  }, photo);
  Object.assign(test.task.meta, { adapter });
  expect(new Set(models).size).toBe(2);
  expect(stamp).toBe(models[1]);
  expect(found).toBe(1);
});

it('gets another device where its own is lost, and does the call again', async (test) => {
  const page = await pageWith(chromium, local, test);
  const { before, after, matches, renewed } = await page.evaluate(
    async ([given, photo]) => {
      const pipeline = await facegpu.pipeline(given);
      const [face] = await pipeline.detect(photo);
      const gallery = new facegpu.Gallery(pipeline);
      await gallery.enroll('bea', face);
      const { gpu } = pipeline.device;
      gpu.destroy();
      const [again] = await pipeline.detect(photo);
      const matches = await gallery.identify(again);
      const [before, after] = facegpu.plain([face, again]);
      return { before, after, matches, renewed: pipeline.device.gpu !== gpu };
    },
    [local, photo] as const,
  );
  expect(renewed).toBe(true);
  expect(after).toEqual(before);
  expect(matches).toMatchObject([{ name: 'bea', distance: 0, same: true }]);
});

it('gets another device in a worker, too', async (test) => {
  const page = await chromium.page(test);
  const { adapter, before, after } = await page.evaluate(async (photo) => {
    const worker = new Worker('/page/losing.js', { type: 'module' });
    const given = { models: '/models/', detector: 'tiny', worker } as const;
    const pipeline = await facegpu.FacePipeline.create(given);
    const before = facegpu.plain(await pipeline.detect(photo));
    worker.postMessage('lose');
    const after = facegpu.plain(await pipeline.detect(photo));
    worker.terminate();
    return { adapter: pipeline.info.adapter.name, before, after };
  }, photo);
  Object.assign(test.task.meta, { adapter });
  expect(before).toHaveLength(1);
  expect(after).toEqual(before);
});

it('says so where the worker’s script is missing or not allowed', async (test) => {
  const page = await chromium.page(test);
  const errors = await page.evaluate(
    async (workers) => {
      const create = (worker: string) =>
        facegpu.errorOf(facegpu.FacePipeline.create({ worker, models: '/models/' }));
      return Promise.all(workers.map(create));
    },
    ['/page/none.js', `${foreign()}page/worker.js`, 'data:text/javascript,'],
  );
  for (const error of errors) {
    expect(error).toMatchObject({ code: 'worker-failed', fix: expect.stringMatching(/\w/) });
  }
});

it('says so where the worker’s script serves nothing', async (test) => {
  const page = await chromium.open(test);
  await page.clock.install();
  const loaded = page.waitForEvent('worker');
  const error = page.evaluate(() => {
    // The page's own script makes pipelines, and serves none.
    const worker = '/page/page.js';
    return facegpu.errorOf(facegpu.FacePipeline.create({ worker, models: '/models/' }));
  });
  await loaded;
  await page.clock.runFor(30_000);
  expect(await error).toMatchObject({
    code: 'worker-failed',
    message: expect.stringMatching(/said nothing/),
    fix: expect.stringMatching(/@facegpu\/pipeline\/worker/),
  });
  await page.close();
});
