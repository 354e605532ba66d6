import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { drop, useDemo } from './testing/use-demo.ts';

const demo = useDemo();
let page: Page;

const card = () => page.locator('#picture-state');
const current = () => page.locator('#film [aria-current=true]');
const endWebcam = () =>
  page.locator('video').evaluate((video) => {
    const [track] = ((video as HTMLVideoElement).srcObject as MediaStream).getTracks();
    track.dispatchEvent(new Event('ended'));
  });

/** Drops a picture of nothing but one colour. */
async function dropBlank(): Promise<void> {
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 48);
    canvas.getContext('2d')?.fillRect(0, 0, 64, 48);
    const dataTransfer = new DataTransfer();
    const picture = await canvas.convertToBlob();
    dataTransfer.items.add(new File([picture], 'blank.png', { type: picture.type }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
  });
}

describe('what the stage says', () => {
  it('goes back to the welcome when the webcam is stopped', async () => {
    page = await demo.open();
    await page.locator('#webcam').click();
    const video = page.locator('video.mirrored');
    await video.waitFor();
    await card().getByText('Looking for faces…').waitFor();
    await page.locator('#webcam').click();
    await page.locator('#welcome').waitFor();
    expect(await video.count()).toBe(0);
    expect(await card().isHidden()).toBe(true);
  });

  it('shows that one photo is being looked at, cancels it, and begins again', async () => {
    await drop(page, { 'sample2.jpg': '' });
    await card().getByText('Looking for faces…').waitFor();
    await card().getByRole('button', { name: 'Cancel' }).click();
    await card().getByText('Not looked at yet.').waitFor();
    expect(await current().getAttribute('data-status')).toBe('skipped');
    await card().getByRole('button', { name: 'Look now' }).click();
    await card().getByText('Looking for faces…').waitFor();
    await card().getByRole('button', { name: 'Cancel' }).click();
  });

  it('goes back to the photo when the webcam is unplugged, and says so', async () => {
    await page.locator('#webcam').click();
    await page.locator('video').waitFor();
    expect(await current().count()).toBe(0);
    await endWebcam();
    await page.locator('.notice').getByText('The webcam has gone.').waitFor();
    expect(await current().getAttribute('aria-label')).toMatch(/^sample2\.jpg/);
    expect(await page.locator('#webcam').getAttribute('aria-pressed')).toBe('false');
    await page.locator('.picture img[alt="sample2.jpg"]').waitFor();
    await card().getByRole('button', { name: 'Cancel' }).click();
  });

  it('says that there is no face', async () => {
    await dropBlank();
    await card().getByText('No face found.').waitFor();
  });

  it('takes photos away, by the button and by a key, to the welcome again', async () => {
    await page.locator('#remove-photo').click();
    expect(await current().getAttribute('aria-label')).toMatch(/^sample2\.jpg/);
    await card().getByText('Looking for faces…').waitFor();
    await current().focus();
    await page.keyboard.press('Delete');
    await page.locator('#welcome').waitFor();
    expect(await page.locator('#film').isHidden()).toBe(true);
    expect(await card().isHidden()).toBe(true);
    expect(demo.complaints).toEqual([]);
  });
});
