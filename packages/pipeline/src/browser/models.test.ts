import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { directory } from '@facegpu/models';
import { describe, expect, it } from 'vitest';
import type { FaceGpuError } from '../index.ts';
import { type Skippable, useChromium } from '../testing/use-chromium.ts';

const name = 'landmarks-68-tiny';
const file = `${name}.safetensors`;
const original = new URL(file, directory);

/** Folders with a model each, and what their list says. */
const chromium = useChromium(async (root) => {
  const bytes = await readFile(original);
  const list = await readFile(new URL('models.json', directory), 'utf8');
  const changed = Buffer.from(bytes);
  changed[changed.length - 9] ^= 1;
  const folders: Record<string, Record<string, string | Uint8Array>> = {
    intact: { [file]: bytes, 'models.json': list },
    truncated: { [file]: bytes.subarray(0, -100), 'models.json': list },
    changed: { [file]: changed, 'models.json': list },
    unlisted: { [file]: bytes, 'models.json': '[]' },
    trusted: { [file]: bytes },
    page: { [file]: bytes, 'models.json': '<!doctype html>' },
    listed: { 'models.json': list },
  };
  for (const [folder, files] of Object.entries(folders)) {
    await mkdir(path.join(root, folder));
    for (const [name, content] of Object.entries(files)) {
      await writeFile(path.join(root, folder, name), content);
    }
  }
});

interface Read {
  readonly digest: string;
  readonly progress: readonly (readonly [loaded: number, total: number])[];
  readonly error?: ReturnType<FaceGpuError['toJSON']>;
}

/** Reads the model of a folder; `aborted` as soon as its first bytes have come. */
async function read(
  test: Skippable,
  folder: string,
  { aborted = false, cache = true } = {},
): Promise<Read> {
  const page = await chromium.page(test);
  return page.evaluate(
    async ([name, base, aborted, cache]): Promise<Read> => {
      const progress: [number, number][] = [];
      const abort = new AbortController();
      const onProgress = (loaded: number, total: number) => {
        progress.push([loaded, total]);
        if (aborted) abort.abort();
      };
      try {
        const options = { signal: abort.signal, onProgress };
        const read = await facegpu.readModel(name, { base, cache }, options);
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', read));
        return { progress, digest: digest.join() };
      } catch (error) {
        return { progress, digest: '', error: (error as FaceGpuError).toJSON() };
      }
    },
    [name, `/files/${folder}`, aborted, cache] as const,
  );
}

async function expectIntact({ digest, error }: Read): Promise<void> {
  expect(error).toBeUndefined();
  const wanted = await crypto.subtle.digest('SHA-256', await readFile(original));
  expect(digest).toBe(new Uint8Array(wanted).join());
}

describe('models', () => {
  it('are followed as they come, and come without a network the next time', async (test) => {
    const first = await read(test, 'intact');
    await expectIntact(first);
    const { length } = await readFile(original);
    expect(first.progress[0]).toEqual([0, length]);
    expect(first.progress.at(-1)).toEqual([length, length]);
    const loaded = first.progress.map(([loaded]) => loaded);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect(first.progress.every(([, total]) => total === length)).toBe(true);

    const page = await chromium.page(test);
    await page.context().setOffline(true);
    try {
      const second = await read(test, 'intact');
      await expectIntact(second);
      expect(second.progress).toEqual([[length, length]]);
      expect((await read(test, 'intact', { cache: false })).error?.code).toBe('no-models');
      expect((await read(test, 'trusted')).error?.code).toBe('no-models');
    } finally {
      await page.context().setOffline(false);
    }
  });

  it.for([403, 500, 503])(
    'come from the cache where the server answers %i',
    async (status, test) => {
      await expectIntact(await read(test, 'intact'));
      const page = await chromium.page(test);
      const broken = '**/files/{intact,trusted}/models.json';
      await page.route(broken, (route) => route.fulfill({ status, body: 'out of order' }));
      try {
        const { length } = await readFile(original);
        const again = await read(test, 'intact');
        await expectIntact(again);
        expect(again.progress).toEqual([[length, length]]);
        // Without a list that was kept, nothing says whether the file is the right one.
        for (const unchecked of [
          await read(test, 'trusted'),
          await read(test, 'intact', { cache: false }),
        ]) {
          expect(unchecked.error).toMatchObject({
            code: 'no-models',
            message: expect.stringMatching(RegExp(`models\\.json .* answered ${status}`)),
          });
        }
      } finally {
        await page.unroute(broken);
      }
    },
  );

  it('share one list', async (test) => {
    const page = await chromium.page(test);
    const lists: string[] = [];
    const count = (request: { url(): string }) => {
      if (request.url().endsWith('models.json')) lists.push(request.url());
    };
    page.on('request', count);
    await page.evaluate(async () => {
      const source = { base: '/models/', cache: false };
      const options = { signal: undefined, onProgress() {} };
      const names = ['landmarks-68', 'landmarks-68-tiny', 'tiny-face-detector'];
      await Promise.all(names.map((name) => facegpu.readModel(name, source, options)));
    });
    page.off('request', count);
    expect(lists).toHaveLength(1);
  });

  it('are fetched again where what was kept is damaged', async (test) => {
    await read(test, 'intact');
    const page = await chromium.page(test);
    const kept = await page.evaluate(async (file) => {
      const cache = await caches.open('facegpu-models');
      const requests = (await cache.keys()).filter(({ url }) => url.endsWith(file));
      for (const request of requests) await cache.put(request, new Response('not a model'));
      return requests.length;
    }, file);
    expect(kept).toBe(1);
    const again = await read(test, 'intact');
    await expectIntact(again);
    expect(again.progress.length).toBeGreaterThan(1);
  });

  it('are not kept where nobody wants that', async (test) => {
    const page = await chromium.page(test);
    await page.evaluate(() => caches.delete('facegpu-models'));
    await expectIntact(await read(test, 'intact', { cache: false }));
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
  });

  it.for(['trusted', 'page'])('are read without their list (%s)', async (folder, test) => {
    await expectIntact(await read(test, folder));
  });

  it.for([
    ['truncated', 'bad-model', /landmarks-68-tiny\.safetensors .* has \d+ of \d+ bytes/],
    ['changed', 'bad-model', /landmarks-68-tiny\.safetensors is not the file/],
    ['unlisted', 'no-models', /has no model "landmarks-68-tiny"/],
    ['listed', 'no-models', /safetensors can't be fetched: the server answered 404/],
    ['nowhere', 'no-models', /safetensors can't be fetched: the server answered 404/],
  ] as const)('are refused: %s', async ([folder, code, message], test) => {
    const { error } = await read(test, folder);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error?.fix).toMatch(/\w/);
  });

  it('stop coming when the caller gives up', async (test) => {
    const page = await chromium.page(test);
    await page.evaluate(() => caches.delete('facegpu-models'));
    const { error, progress } = await read(test, 'intact', { aborted: true });
    expect(error?.code).toBe('aborted');
    expect(progress).toHaveLength(1);
    await expectIntact(await read(test, 'intact'));
  });
});
