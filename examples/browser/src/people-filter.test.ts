import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { drop, patient, useDemo } from './testing/use-demo.ts';

const demo = useDemo();
let page: Page;

const filmed = () =>
  page
    .locator('#film button:visible')
    .evaluateAll((buttons) => buttons.map(({ ariaLabel }) => ariaLabel?.split(',')[0]));
const current = () => page.locator('#film [aria-current=true]').getAttribute('aria-label');

/** Names the first face of the photo that is on the stage. */
async function nameFirst(name: string): Promise<void> {
  await page.locator('.face').first().press('Enter');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.getByLabel(`Name of ${name}`).waitFor();
}

// Each step goes on where the one before has left the page.
describe('the photos of one person', () => {
  it('are shown alone when the person is clicked, and all again when once more', async () => {
    page = await demo.open();
    await drop(page, { 'sample1.jpg': '', 'sample2.jpg': '' });
    await expect.poll(() => page.locator('#film [data-status=done]').count(), patient).toBe(2);
    await page.locator('.face').first().waitFor();
    await nameFirst('Ada');
    await page.locator('#film button').nth(1).click();
    await page.locator('.picture img[alt="sample2.jpg"]').waitFor();
    await page.locator('.face').first().waitFor();
    await nameFirst('Bea');
    const ada = page.getByRole('button', { name: 'Photos of Ada' });
    await expect.poll(() => page.locator('.face.named').count(), patient).toBe(1);
    await ada.click();
    expect(await filmed()).toEqual(['sample1.jpg']);
    expect(await current()).toMatch(/^sample1\.jpg/);
    expect(await ada.getAttribute('aria-pressed')).toBe('true');
    await page.locator('#film-filter').getByText('1 photo of Ada').waitFor();
    await page.locator('#status').getByText('1 photo of Ada').waitFor({ state: 'attached' });
    await ada.click();
    expect(await filmed()).toEqual(['sample1.jpg', 'sample2.jpg']);
    expect(await ada.getAttribute('aria-pressed')).toBe('false');
    expect(await page.locator('#film-filter').isHidden()).toBe(true);
  });

  it('are chosen by keys', async () => {
    const bea = page.getByRole('button', { name: 'Photos of Bea' });
    await bea.press('Space');
    expect(await filmed()).toEqual(['sample2.jpg']);
    // There is no other one to go to.
    await page.locator('#film [aria-current=true]').press('ArrowRight');
    expect(await current()).toMatch(/^sample2\.jpg/);
    await page.getByRole('button', { name: 'All photos' }).press('Enter');
    expect(await filmed()).toEqual(['sample1.jpg', 'sample2.jpg']);
  });

  it('are all shown again when the person is gone, and when photos come', async () => {
    await page.getByLabel('Remove Bea').click();
    await expect.poll(filmed, patient).toEqual(['sample1.jpg', 'sample2.jpg']);
    await page.getByRole('button', { name: 'Photos of Ada' }).click();
    await drop(page, { 'sample3.jpg': '' });
    await expect.poll(filmed, patient).toEqual(['sample1.jpg', 'sample2.jpg', 'sample3.jpg']);
    expect(demo.complaints).toEqual([]);
  });
});
