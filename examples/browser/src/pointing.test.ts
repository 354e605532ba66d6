import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { drop, patient, peopleOf, useDemo } from './testing/use-demo.ts';

const demo = useDemo();

/** The middles of the faces' boxes, in the order of the faces. */
async function middlesOf(page: Page): Promise<{ x: number; y: number }[]> {
  const boxes = await Promise.all((await page.locator('.face').all()).map((f) => f.boundingBox()));
  return boxes.map((box) => {
    const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
    return { x: x + width / 2, y: y + height / 2 };
  });
}

/** Opens the page with a photo in which boxes overlap. */
async function openCrowd(options?: Parameters<typeof demo.open>[0]): Promise<Page> {
  const page = await demo.open(options);
  await drop(page, { 'sample4.jpg': '' });
  await page.locator('.face').first().waitFor();
  return page;
}

const people = ['Ada', 'Bea', 'Cleo', 'Dora', 'Eve'];

/** Points at every face in turn, gives each a name, and expects each to have its own. */
async function nameAll(page: Page, point: (at: { x: number; y: number }) => Promise<void>) {
  const middles = await middlesOf(page);
  expect(middles).toHaveLength(people.length);
  for (const [i, middle] of middles.entries()) {
    await point(middle);
    await page.locator('#name-input').fill(people[i]);
    await page.locator('#name-form [type=submit]').click();
    await page.getByLabel(`Name of ${people[i]}`).waitFor();
  }
  expect(await peopleOf(page)).toEqual(people);
  for (const [i, name] of people.entries()) {
    const face = page.locator('.face').nth(i);
    await expect
      .poll(() => face.getAttribute('aria-label'), patient)
      .toMatch(new RegExp(`^Face ${i + 1} of 5: ${name}, distance 0\\.00`));
  }
}

describe('pointing at faces', () => {
  it('names every face by a click, those that overlap too', async () => {
    const page = await openCrowd();
    await nameAll(page, ({ x, y }) => page.mouse.click(x, y));
    await page.close();
  });

  it('names every face by a tap, on a phone', async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const page = await openCrowd(phone);
    await nameAll(page, ({ x, y }) => page.touchscreen.tap(x, y));
    await page.close();
  });
});
