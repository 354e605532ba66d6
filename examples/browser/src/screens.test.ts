import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { barriersIn } from './testing/accessibility.ts';
import { drop, patient, untilLoaded, useDemo } from './testing/use-demo.ts';

const demo = useDemo();

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1280, height: 800 } };
const screens = [
  { name: 'a phone', options: phone },
  { name: 'a desktop', options: desktop },
];

/** What is wrong with the page in the light and in the dark. */
async function barriers(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const own = await barriersIn(page);
    found.push(...own.map((barrier) => `${colorScheme}: ${barrier}`));
  }
  return found;
}

/** Whether two elements share any part of the screen. */
async function overlap(page: Page, one: string, other: string): Promise<boolean> {
  const rect = (selector: string) => page.locator(selector).first().boundingBox();
  const [a, b] = [await rect(one), await rect(other)];
  if (!a || !b) throw new Error(`${one} or ${other} isn't shown`);
  const across = a.x < b.x + b.width && b.x < a.x + a.width;
  return across && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Which parts of an element are covered by something else, in a grid over it. */
function coveredParts(page: Page, selector: string): Promise<string[]> {
  return page.locator(selector).evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const covers: string[] = [];
    for (let row = 1; row < 12; row++) {
      for (let column = 1; column < 24; column++) {
        const [x, y] = [left + (column / 24) * width, top + (row / 12) * height];
        const hit = document.elementFromPoint(x, y);
        if (!element.contains(hit)) covers.push(`${hit?.id || hit?.className} at ${x}, ${y}`);
      }
    }
    return covers;
  });
}

const scrollWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

describe.each(screens)('on $name', ({ options }) => {
  it('covers nothing, is no wider than the screen, and has no barriers', async () => {
    const context = await demo.context.browser()?.newContext(options);
    const page = await (context as NonNullable<typeof context>).newPage();
    page.setDefaultTimeout(patient.timeout);
    // The models wait until it has been seen how the page says so.
    let goOn = () => {};
    const seen = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route('**/*.safetensors', async (route) => {
      await seen;
      await route.continue();
    });
    await page.goto(demo.address);
    await page.locator('#loading').getByText('Loading models').waitFor();
    expect(await overlap(page, '#loading', '#stage')).toBe(false);
    expect(await coveredParts(page, '#samples')).toEqual([]);
    expect(await scrollWidth(page)).toBe(options.viewport.width);
    expect(await barriers(page)).toEqual([]);
    goOn();
    await untilLoaded(page);
    expect(await page.locator('#loading').isHidden()).toBe(true);

    await drop(page, { 'sample1.jpg': '', 'notes.txt': 'hello' });
    await page.locator('.notice').waitFor();
    expect(await overlap(page, '#notices', '#stage')).toBe(false);
    await page.locator('.face').first().waitFor();
    await page.locator('.face').nth(1).press('Enter');
    // The names of all faces lie below the dialog.
    expect(await coveredParts(page, '#name-form')).toEqual([]);
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await page.getByLabel('Photos of Ada').click();
    await page.locator('#film-filter').getByText('1 photo of Ada').waitFor();
    expect(await scrollWidth(page)).toBe(options.viewport.width);
    expect(await barriers(page)).toEqual([]);
    await context?.close();
  });
});

it('takes messages away, but not from under a pointer', async () => {
  const page = await demo.open();
  await page.locator('#import-input').setInputFiles({
    name: 'people.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"format": "facegpu-gallery", "version": 1, "people": []}'),
  });
  const notice = page.locator('.notice').filter({ hasText: 'Imported 0 people' });
  await notice.hover();
  await page.waitForTimeout(7000);
  expect(await notice.isVisible()).toBe(true);
  await page.mouse.move(5, 5);
  await notice.waitFor({ state: 'detached' });
  await page.close();
});
