import { expect, it } from 'vitest';
import { drop, patient, useDemo } from './testing/use-demo.ts';

const demo = useDemo();

const ofTraits = /expression|age-gender|attributes/;

it('guesses age, gender and expression where that is asked for, and loads what it takes then', async () => {
  const requests: string[] = [];
  demo.context.on('request', (request) => requests.push(request.url()));
  const page = await demo.open();
  await drop(page, { 'sample1.jpg': '' });
  await page.locator('.face').first().waitFor();
  expect(requests.filter((url) => ofTraits.test(url))).toEqual([]);
  expect(await page.locator('.traits:visible').count()).toBe(0);
  await page.keyboard.press('a');
  expect(await page.locator('#show-traits').isChecked()).toBe(true);
  const traits = page.locator('.traits:visible');
  await expect.poll(() => traits.count(), patient).toBeGreaterThan(1);
  for (const text of await traits.allInnerTexts()) {
    expect(text).toMatch(
      /^about \d+(, (fe)?male)?, (neutral|happy|sad|angry|fearful|disgusted|surprised)$/,
    );
  }
  expect(requests.filter((url) => ofTraits.test(url)).length).toBeGreaterThan(1);
  const label = await page.locator('.face').first().getAttribute('aria-label');
  expect(label).toMatch(/^Face 1 of 3: unknown, about \d+.*\. Give a name\.$/);
  // A photo that is looked at from now on is asked at once; what is known is put away by the same key.
  await page.keyboard.press('a');
  expect(await traits.count()).toBe(0);
  expect(demo.complaints).toEqual([]);
});
