import type { Page } from '@facegpu/chromium';
import { expect, it } from 'vitest';
import type { PipelineOptions } from '../index.ts';
import { type Skippable, useChromium } from '../testing/use-chromium.ts';

const chromium = useChromium();
const options: PipelineOptions = { detector: 'tiny' };

/** Opens a gallery in a page, enrols somebody with a face that their number says, and lists who is there. */
function enroll(page: Page, where: string, names: readonly string[]) {
  return page.evaluate(
    async ([where, names, options]) => {
      const pipeline = await facegpu.pipeline(options);
      const { model, dimensions } = pipeline.info;
      const gallery = await facegpu.Gallery.open(where, { pipeline });
      const faceOf = (name: string) => {
        const values = new Float32Array(dimensions);
        values[name.charCodeAt(0) % dimensions] = 1;
        return { model, values };
      };
      try {
        for (const name of names) await gallery.enroll(name, faceOf(name));
        const [match] = await gallery.identify(faceOf('Ada'));
        const people = (await gallery.list()).map(({ name }) => name);
        const { persisted, bytes } = await gallery.stats();
        return { people, nearest: match?.name, persisted, bytes };
      } finally {
        await gallery.dispose();
      }
    },
    [where, [...names], options] as const,
  );
}

/** Another tab of the same browser. */
async function besides(page: Page, { skip }: Skippable): Promise<Page> {
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await tab.waitForFunction(() => 'facegpu' in globalThis);
  return tab ?? skip('a second tab could not be opened');
}

it('a page keeps a gallery, which its other tabs see', async (test) => {
  const page = await chromium.open(test);
  const first = await enroll(page, 'indexeddb:people', ['Ada']);
  expect(first).toMatchObject({ people: ['Ada'], nearest: 'Ada' });
  expect(typeof first.persisted).toBe('boolean');
  expect(first.bytes).toBeGreaterThan(500);
  const tab = await besides(page, test);
  expect(await enroll(tab, 'indexeddb:people', ['Bo'])).toMatchObject({ people: ['Ada', 'Bo'] });
  // Both write at once.
  const names = (prefix: string) => Array.from({ length: 5 }, (_, i) => `${prefix}${i}`);
  await Promise.all([
    enroll(page, 'indexeddb:people', names('c')),
    enroll(tab, 'indexeddb:people', names('d')),
  ]);
  await page.reload();
  await page.waitForFunction(() => 'facegpu' in globalThis);
  const { people, nearest } = await enroll(page, 'indexeddb:people', []);
  expect(nearest).toBe('Ada');
  expect([...people].sort()).toEqual(['Ada', 'Bo', ...names('c'), ...names('d')]);
  expect((await enroll(page, 'indexeddb:others', [])).people).toEqual([]);
});

it('a page without room says so, and its gallery is as it was', async (test) => {
  const page = await chromium.open(test);
  const browser = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 200_000 });
  await enroll(page, 'indexeddb:full', ['Ada']);
  const failed = await page.evaluate(async (options) => {
    const pipeline = await facegpu.pipeline(options);
    const gallery = await facegpu.Gallery.open('indexeddb:full', { pipeline });
    const error = await facegpu.errorOf(gallery.putSetting('large', 'x'.repeat(5e6)));
    await gallery.dispose();
    return error;
  }, options);
  expect(failed).toMatchObject({
    code: 'file-unwritable',
    message: expect.stringMatching(/indexeddb:full can't be written: .*no more room/),
  });
  await browser.send('Storage.overrideQuotaForOrigin', { origin });
  expect(await enroll(page, 'indexeddb:full', ['Bo'])).toMatchObject({ people: ['Ada', 'Bo'] });
});

it('a page has no files', async (test) => {
  const page = await chromium.page(test);
  const error = await page.evaluate(async (options) => {
    const pipeline = await facegpu.pipeline(options);
    return facegpu.errorOf(facegpu.Gallery.open('people.db', { pipeline }));
  }, options);
  expect(error).toMatchObject({ code: 'unsupported-feature' });
});
