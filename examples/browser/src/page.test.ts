import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { drop, patient, peopleOf, untilLoaded, useDemo } from './testing/use-demo.ts';

const demo = useDemo();
let page: Page;

/** Gives the face a name, as its button's keyboard user would. */
async function nameFace(index: number, name: string): Promise<void> {
  await page.locator('.face').nth(index).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  const person = page.getByLabel(`Name of ${name}`);
  await person.waitFor();
}

/** The pixels of the drawing along a line through the left edge of a face's box, as hexadecimal colours. */
function acrossEdge(index: number): Promise<string[]> {
  return page
    .locator('.face')
    .nth(index)
    .evaluate((button) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.drawing') as HTMLCanvasElement;
      const { left, top } = canvas.getBoundingClientRect();
      const box = button.getBoundingClientRect();
      const [x, y] = [box.left - left - 6, box.top - top + box.height * 0.1];
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const { data } = context.getImageData(x, y, 12, 1);
      return Array.from({ length: 12 }, (_, i) => {
        const pixel = Array.from(data.subarray(4 * i, 4 * i + 4), (byte) => byte.toString(16));
        return pixel.map((byte) => byte.padStart(2, '0')).join('');
      });
    });
}

const names = () => peopleOf(page);
const labels = () => page.locator('.face.named .label').allInnerTexts();
const line = (id: string) => page.locator(`#${id}-line`).textContent();
const scale = () =>
  page.locator('.picture').evaluate((picture) => new DOMMatrix(picture.style.transform).a);

/** Imports a file of this text. */
async function importText(text: string): Promise<void> {
  const buffer = Buffer.from(text);
  const file = { name: 'people.json', mimeType: 'application/json', buffer };
  await page.locator('#import-input').setInputFiles(file);
}

// Each step goes on where the one before has left the page.
describe('the demo page', () => {
  it('finds faces in photos that are dropped, and says what is wrong with others', async () => {
    page = await demo.open();
    await drop(page, { 'sample1.jpg': '', 'spoilt.jpg': 'no picture', 'notes.txt': 'hello' });
    await page.locator('.face').first().waitFor();
    expect(await page.locator('.face').count()).toBe(3);
    const notices = page.locator('.notice');
    await notices.getByText(/spoilt\.jpg: .*decoded/).waitFor();
    await notices.getByText('Left out: notes.txt is not a picture.').waitFor();
    // What to do about it stands behind it.
    const spoilt = notices.filter({ hasText: 'spoilt.jpg' }).locator('p');
    expect(await spoilt.textContent()).toMatch(/decoded.*\. Give a picture.*\.$/);
    expect(await page.locator('#film button').count()).toBe(2);
    expect(await page.locator('#film [data-status=failed]').count()).toBe(1);
    await page.locator('#status').getByText('sample1.jpg: 3 faces').waitFor({ state: 'attached' });
    expect(await page.locator('#rate').textContent()).toMatch(/^3 faces in .* faces a second$/);
    const close = page.getByLabel('Close message');
    while ((await close.count()) > 0) await close.first().click();
  });

  it('names a face by keyboard; Escape changes nothing', async () => {
    const face = page.locator('.face').first();
    const field = page.locator('#name-input');
    await face.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Nobody');
    await page.keyboard.press('Escape');
    expect(await field.isHidden()).toBe(true);
    expect(await face.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await names()).toEqual([]);
    await nameFace(0, 'Ada');
    await nameFace(2, 'Bea');
    expect(await names()).toEqual(['Ada', 'Bea']);
    await expect.poll(labels, patient).toEqual(expect.arrayContaining(['Ada0.00', 'Bea0.00']));
    expect(await face.getAttribute('aria-label')).toMatch(/^Face 1 of 3: Ada, distance 0\.00/);
  });

  it('zooms by keys; boxes stay on their faces, with lines as thick as before', async () => {
    const face = page.locator('.face').first();
    const before = { scale: await scale(), width: (await face.boundingBox())?.width ?? 0 };
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowRight');
    const zoomed = (await scale()) / before.scale;
    expect(zoomed).toBeCloseTo(1.4, 3);
    expect(((await face.boundingBox())?.width ?? 0) / before.width).toBeCloseTo(zoomed, 2);
    const line = (pixels: string[]) => pixels.filter((pixel) => /^3ecfa3[d-f]/.test(pixel)).length;
    // Two pixels wide, wherever it lies between them.
    expect([1, 2]).toContain(line(await acrossEdge(0)));
    await page.keyboard.press('0');
    expect(await scale()).toBeCloseTo(before.scale, 5);
  });

  /** Waits until a line says `text`: the page counts anew after what changed has been stored. */
  const shows = (id: string, text: string) => expect.poll(() => line(id), patient).toBe(text);

  it('shows what the distance does while it moves', async () => {
    await nameFace(1, 'Ada');
    const slider = page.locator('#threshold');
    await slider.focus();
    await page.keyboard.press('Home');
    await shows('split', '1 of 1 pair of one person would be split.');
    await shows('merged', '0 of 2 pairs of two people would be merged.');
    await page.keyboard.press('End');
    await shows('split', '0 of 1 pair of one person would be split.');
    await shows('merged', '2 of 2 pairs of two people would be merged.');
    await shows('named', '3 of 3 faces in 1 picture have a name.');
    await page.locator('#threshold-reset').click();
    expect(await page.locator('#threshold-value').textContent()).toBe('0.58');
  });

  it('exports, removes, takes back, and imports; a wrong file loses nothing', async () => {
    const downloading = page.waitForEvent('download');
    await page.locator('#export').click();
    const exported = await readFile(await (await downloading).path(), 'utf8');
    await page.getByLabel('Remove Bea').click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(names, patient).toEqual(['Ada', 'Bea']);
    await page.getByLabel('Remove Bea').click();
    await expect.poll(names, patient).toEqual(['Ada']);
    await importText('{"people": 5}');
    await page.locator('.notice').getByText('The file is no gallery').waitFor();
    expect(await names()).toEqual(['Ada']);
    await importText(exported);
    await expect.poll(names, patient).toEqual(['Ada', 'Bea']);
    expect(await page.locator('#people-list .about p').allInnerTexts()).toEqual([
      '2 pictures',
      '1 picture',
    ]);
    const chip = 'data:image/png;base64,AAAA';
    const samples = [{ model: 'other@1', values: [1, 2], chip }];
    const foreign = { format: 'facegpu-gallery', version: 1, people: [{ name: 'Zoe', samples }] };
    await importText(JSON.stringify(foreign));
    await page.locator('.notice').getByText('Left out: 1 picture of another model').waitFor();
    expect(await names()).toEqual(['Ada', 'Bea']);
  });

  it('renames a person', async () => {
    const field = page.getByLabel('Name of Bea');
    await field.fill('Beatrice');
    await page.keyboard.press('Enter');
    await expect.poll(names, patient).toEqual(['Ada', 'Beatrice']);
    await expect.poll(labels, patient).toContain('Beatrice0.00');
  });

  it('still knows everybody after a reload, and cancels a batch', async () => {
    await page.reload();
    await untilLoaded(page);
    expect(await names()).toEqual(['Ada', 'Beatrice']);
    await page.locator('#all-samples').click();
    await page.locator('#film [data-status=done]').first().waitFor();
    await expect.poll(labels, patient).toContain('Beatrice0.00');
    await page.locator('#batch-cancel').click();
    expect(await page.locator('#batch').isHidden()).toBe(true);
    expect(await page.locator('#film [data-status=skipped]').count()).toBeGreaterThan(2);
    // What was skipped is looked at when it is wanted.
    await page.locator('#film [data-status=skipped]').last().click();
    await page.locator('#film [aria-current=true][data-status=done]').waitFor();
  });

  it('names who is before the webcam, and takes a still', async () => {
    await page.locator('#webcam').click();
    await page.locator('video').waitFor();
    await expect
      .poll(labels, patient)
      .toEqual(expect.arrayContaining([expect.stringMatching(/^Beatrice/)]));
    await page.locator('#still').click();
    const still = page.locator('#film button').last();
    await expect
      .poll(() => still.getAttribute('aria-label'), patient)
      .toBe('webcam-1.jpg, 3 faces');
    expect(await page.locator('video').count()).toBe(0);
    expect(await page.locator('#webcam').getAttribute('aria-pressed')).toBe('false');
  });

  it('lets nothing out: the browser refuses other addresses and inline scripts', async () => {
    expect(demo.complaints).toEqual([]);
    const refused = await page.evaluate(async () => {
      const directives: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        directives.push(effectiveDirective);
      });
      await fetch('https://127.0.0.1:9/').catch(() => {});
      const script = document.createElement('script');
      script.textContent = 'globalThis.inline = true';
      document.body.append(script);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { directives: [...new Set(directives)].sort(), ran: 'inline' in globalThis };
    });
    expect(refused).toEqual({ directives: ['connect-src', 'script-src-elem'], ran: false });
  });
});
