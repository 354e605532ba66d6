import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { decodeGallery, type FileFace, type FilePerson } from './gallery-file.ts';
import { drop, patient, peopleOf, untilLoaded, useDemo } from './testing/use-demo.ts';

const demo = useDemo();
let page: Page;
let tab: Page;
let kept: FilePerson[];

const databases = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
const labels = (page: Page) => page.locator('.face.named .label').allInnerTexts();
/** How wide the portraits in the list of people are, as far as they are pictures. */
const portraits = (page: Page) =>
  page
    .locator('#people-list .portraits img')
    .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));

async function nameFace(page: Page, index: number, name: string): Promise<void> {
  await page.locator('.face').nth(index).press('Enter');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

async function exportFrom(page: Page): Promise<FilePerson[]> {
  const downloading = page.waitForEvent('download');
  await page.locator('#export').click();
  return decodeGallery(await readFile(await (await downloading).path(), 'utf8'));
}

// Each step goes on where the one before has left the pages.
describe('people who were named', () => {
  it('are there after a reload, from the gallery, before the models are', async () => {
    page = await demo.open();
    await drop(page, { 'sample1.jpg': '' });
    await page.locator('.face').first().waitFor();
    await nameFace(page, 0, 'Ada');
    await nameFace(page, 2, 'Bea');
    await expect.poll(() => peopleOf(page), patient).toEqual(['Ada', 'Bea']);
    expect(await databases(page)).toEqual(['facegpu:people']);
    kept = await exportFrom(page);

    const held: (() => void)[] = [];
    await page.route('**/models/**', async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    await page.reload();
    await expect.poll(() => peopleOf(page), patient).toEqual(['Ada', 'Bea']);
    await expect.poll(() => portraits(page), patient).toEqual([112, 112]);
    await expect.poll(() => held.length, patient).toBeGreaterThan(0);
    expect(await page.locator('#loading').isVisible()).toBe(true);
    for (const go of held) go();
    await page.unrouteAll({ behavior: 'wait' });
    await untilLoaded(page);
    await drop(page, { 'sample1.jpg': '' });
    await expect.poll(() => labels(page), patient).toEqual(['Ada0.00', 'Bea0.00']);
  });

  it('are the same in another tab, which hears of what is changed', async () => {
    tab = await demo.open();
    expect(await peopleOf(tab)).toEqual(['Ada', 'Bea']);
    await drop(tab, { 'sample1.jpg': '' });
    await expect.poll(() => labels(tab), patient).toEqual(['Ada0.00', 'Bea0.00']);
    await page.getByLabel('Name of Bea').fill('Beatrice');
    await page.keyboard.press('Enter');
    await expect.poll(() => labels(tab), patient).toEqual(['Ada0.00', 'Beatrice0.00']);
    await nameFace(tab, 1, 'Cleo');
    await expect.poll(() => peopleOf(page), patient).toEqual(['Ada', 'Beatrice', 'Cleo']);
    await expect.poll(() => labels(page), patient).toContain('Cleo0.00');
    await page.close();
  });

  it('are as they were where the browser has no room for more', async () => {
    await tab.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('the disk is full', 'QuotaExceededError');
      };
    });
    await nameFace(tab, 0, 'Zoe');
    await tab.locator('.notice').getByText('no more room').waitFor();
    expect(await peopleOf(tab)).toEqual(['Ada', 'Beatrice', 'Cleo']);
    await tab.close();
  });
});

it('people of an earlier visit come along, whose faces another model has made, too', async () => {
  const [ada, bea] = kept.map(({ faces }) => faces[0]);
  const earlier = (face: FileFace, model = face.model) => {
    const { values, portrait = '' } = face;
    return { model, values: Array.from(values), chip: portrait };
  };
  const people = [
    { name: 'Ada', samples: [earlier(ada)] },
    { name: 'Bea', samples: [earlier(bea, 'other@1/chip112')] },
    { name: 'Cleo', samples: [earlier(bea, 'other@1/chip150')] },
    { name: 'Dora', samples: [{ ...earlier(ada, 'other@1/chip150'), chip: 'data:,' }] },
  ];
  const visitor = (await demo.context.browser()?.newContext()) as BrowserContext;
  const page = await visitor.newPage();
  page.setDefaultTimeout(patient.timeout);
  await page.goto(new URL('icon.svg', demo.address).href);
  await page.evaluate(async (people) => {
    const opening = indexedDB.open('facegpu', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('people', { keyPath: 'name' });
    };
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const transaction = opening.result.transaction('people', 'readwrite');
    for (const { name, samples } of people) {
      const own = samples.map((sample) => ({
        ...sample,
        values: Float32Array.from(sample.values),
      }));
      transaction.objectStore('people').put({ name, samples: own });
    }
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    opening.result.close();
  }, people);
  await page.goto(demo.address);
  await untilLoaded(page);
  await expect.poll(() => peopleOf(page), patient).toEqual(['Ada', 'Bea', 'Cleo']);
  await page.locator('.notice').getByText('Left out: 1 picture of another model').waitFor();
  await expect.poll(() => databases(page), patient).toEqual(['facegpu:people']);
  await expect.poll(() => portraits(page), patient).toEqual([112, 112, 112]);
  await drop(page, { 'sample1.jpg': '' });
  await expect.poll(() => labels(page), patient).toHaveLength(2);
  const [first, second] = await labels(page);
  expect(first).toBe('Ada0.00');
  // Made anew of a picture that was compressed.
  expect(second).toMatch(/^(Bea|Cleo)0\.[012]/);
  await visitor.close();
});
