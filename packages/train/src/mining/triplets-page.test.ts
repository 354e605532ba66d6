import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { useBrowser } from '@facegpu/chromium/testing';
import { describe, expect, it } from 'vitest';
import { useFolder } from '../testing/use-folder.ts';
import type { Confusion } from './mine-set.ts';
import { hardestTriplets, renderTriplets } from './triplets-page.ts';

const at = useFolder();
const browser = useBrowser();

const found = (chip: number, distance: number) => ({ chip, distance });
/** Chips 0 and 1 are of one person, 2 and 3 of another, 4 of a third. */
const mined: readonly Confusion[] = [
  { positives: [found(1, 0.9)], negatives: [found(2, 0.3), found(3, 0.4)] },
  { positives: [found(0, 0.9)], negatives: [found(3, 0.7)] },
  { positives: [found(3, 0.5)], negatives: [found(0, 0.3)] },
  { positives: [found(2, 0.5)], negatives: [found(1, 0.7)] },
  { positives: [], negatives: [found(2, 1.2)] },
];
const triplets = hardestTriplets(mined, 10);

describe('triplets', () => {
  it('are chosen where the other is nearer by most, a pair once', () => {
    expect(triplets.map(({ anchor }) => anchor)).toEqual([0, 2]);
    expect(hardestTriplets(mined, 1)).toEqual(triplets.slice(0, 1));
  });

  it('are shown on one page, the hardest first', async (test) => {
    const shade = (number: number) =>
      Uint8ClampedArray.from({ length: 256 }, (_, i) => (i % 4 === 3 ? 255 : 50 * number));
    const html = await renderTriplets({
      title: 'Triplets',
      when: 'after step 7',
      triplets,
      chip: (number) => ({
        person: `<b>${number}`,
        file: `photo ${number}.jpg`,
        image: { width: 8, height: 8, data: shade(number) },
      }),
    });
    expect(html).not.toMatch(/(src|href)="(?!data:)/);
    const file = at('triplets.html');
    await writeFile(file, html);
    const page = await browser.open(test, pathToFileURL(file).href);
    const rows = await page.$$eval('.triplets li', (items: HTMLElement[]) => {
      return items.map((item) => {
        const texts = [...item.querySelectorAll('figcaption, span, p')];
        return texts.map(({ textContent }) => textContent).join(' ');
      });
    });
    expect(rows).toEqual([
      '<b>1positivephoto 1.jpg 0.90 <b>0anchorphoto 0.jpg 0.30 <b>2negativephoto 2.jpg the other is nearer by 0.60',
      '<b>3positivephoto 3.jpg 0.50 <b>2anchorphoto 2.jpg 0.30 <b>0negativephoto 0.jpg the other is nearer by 0.20',
    ]);
    const widths = await page.$$eval('.triplets img', (images: HTMLImageElement[]) => {
      return images.map((image) => image.naturalWidth);
    });
    expect(widths).toEqual(Array(6).fill(96));
  });
});
