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

const people = ['Ada Lovelace', 'Beatrice', 'Cleo', 'Dorothea Vaughan', 'Eve'];

/** Points at every face in turn, gives each a name, and expects each to have its own. */
async function nameAll(page: Page, point: (at: { x: number; y: number }) => Promise<void>) {
  expect(await page.locator('.face').count()).toBe(people.length);
  for (const i of people.keys()) {
    // Where they are now: a small screen scrolls to what has the focus.
    await point((await middlesOf(page))[i]);
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

/** Expects every name to stand in the stage, beside the others. */
async function expectTidy(page: Page): Promise<void> {
  const rects = (nodes: Element[]) =>
    nodes.map((node) => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      return { left, top, right, bottom };
    });
  const labels = await page.locator('.face .label').evaluateAll(rects);
  const [stage] = await page.locator('#stage').evaluateAll(rects);
  for (const [i, a] of labels.entries()) {
    expect(a.left).toBeGreaterThanOrEqual(stage.left);
    expect(a.top).toBeGreaterThanOrEqual(stage.top);
    expect(a.right).toBeLessThanOrEqual(stage.right);
    expect(a.bottom).toBeLessThanOrEqual(stage.bottom);
    for (const b of labels.slice(i + 1)) {
      const beside = a.right <= b.left || b.right <= a.left;
      expect(beside || a.bottom <= b.top || b.bottom <= a.top, JSON.stringify([a, b])).toBe(true);
    }
  }
}

describe('pointing at faces', () => {
  it('names every face by a click, those that overlap too', async () => {
    const page = await openCrowd();
    expect(await page.locator('.face .label').allInnerTexts()).toEqual(Array(5).fill('Name?'));
    await expectTidy(page);
    await nameAll(page, ({ x, y }) => page.mouse.click(x, y));
    await expectTidy(page);
    await page.close();
  });

  it('names every face by a tap, on a phone in the dark', async () => {
    const viewport = { width: 390, height: 844 };
    const phone = { viewport, hasTouch: true, isMobile: true, colorScheme: 'dark' as const };
    const page = await openCrowd(phone);
    await expectTidy(page);
    await nameAll(page, ({ x, y }) => page.touchscreen.tap(x, y));
    await page.evaluate(() => scrollTo(0, 0));
    await expectTidy(page);
    // Nothing is wider than the screen, and what is dark has light letters.
    const { width, paper, ink } = await page.evaluate(() => {
      const lightness = (color: string) => Number(/\d+/.exec(color)?.[0]);
      const { backgroundColor, color } = getComputedStyle(document.documentElement);
      const { scrollWidth: width } = document.documentElement;
      return { width, paper: lightness(backgroundColor), ink: lightness(color) };
    });
    expect(width).toBe(viewport.width);
    expect(paper).toBeLessThan(40);
    expect(ink).toBeGreaterThan(200);
    await page.close();
  });
});
