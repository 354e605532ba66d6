import path from 'node:path';
import { FacePipeline } from '@facegpu/pipeline';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoFolders } from '../../../tools/setup/demo-folders.mjs';
import { makeLandscape, makePortraits } from './testing/portraits.ts';
import { useTrainingPage } from './testing/use-page.ts';

const training = useTrainingPage();
/** Software adapters are slow, and other tests may run beside these. */
const patient = { timeout: 100_000 };
let page: Page;

const problems = () => page.locator('#problems li').allInnerTexts();
const plan = () => page.locator('#plan').textContent();
const give = (folder: string) => page.locator('#folder-input').setInputFiles(folder);

// Each step goes on where the one before has left the page.
describe('the page that trains', () => {
  it('says whom it cannot train with, and why', async () => {
    const few = path.join(training.folder, 'few');
    await makePortraits(few, { Eve: [4, 2], Gil: [1, 1] });
    await makeLandscape(path.join(few, 'Gil/meadow.jpg'));
    page = await training.open();
    await give(few);
    await page.locator('#people').getByText('Gil left out: one photo is too few').waitFor();
    await page.locator('#people').getByText('Eve 2 photos').waitFor();
    await expect.poll(plan, patient).toMatch(/^Too few people: 1 of them has two photos/);
    expect(await problems()).toEqual(['Gil/meadow.jpg has no face: it is left out.']);
    expect(await page.locator('#train').isDisabled()).toBe(true);
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['hello'], 'notes.txt', { type: 'text/plain' }));
      dataTransfer.items.add(new File(['hello'], 'alone.jpg', { type: 'image/jpeg' }));
      const event = { dataTransfer, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new DragEvent('drop', event));
    });
    await page.getByText('notes.txt is no picture.').waitFor();
    await page.getByText('alone.jpg lies in no folder').waitFor();
  });

  it('trains until it is told to stop, and shows how it goes', async () => {
    const others = path.join(training.folder, 'others');
    await makePortraits(others, { Ada: [2, 6], Dan: [3, 6], Fay: [1, 6], Jon: [0, 2] });
    await give(others);
    await expect.poll(plan, patient).toBe('2 people to train with, 3 others to measure with.');
    await page.locator('#train').click();
    // It is measured each 20 steps, and where it ends.
    await page
      .locator('#course-text')
      .getByText(/^Step 2\d: \d+ photos a second/)
      .waitFor();
    await page.locator('#stop').click();
    await page.locator('#result').waitFor();
    expect(await page.locator('#curves figure canvas').count()).toBe(4);
    for (const value of await page.locator('#curves .value').allInnerTexts()) {
      expect(Number(value)).toBeGreaterThanOrEqual(0);
      expect(value).not.toBe('');
    }
    expect(await page.locator('#result-text').textContent()).toMatch(/it tells \d+ % right/);
    expect(await page.locator('#train').isEnabled()).toBe(true);
  });

  it('gives a model file, which a pipeline takes', async () => {
    const downloading = page.waitForEvent('download');
    await page.locator('#download').click();
    const file = path.join(training.folder, 'own.safetensors');
    await (await downloading).saveAs(file);
    await using pipeline = await FacePipeline.create({ recognizer: file, detector: 'tiny' });
    const [face] = await pipeline.detect(path.join(demoFolders()['/samples/'], 'sample1.jpg'));
    expect(face.descriptor.values).toHaveLength(64);
    expect(pipeline.info.thresholds.length).toBeGreaterThan(1);
  });

  it('fits a phone, and refuses nothing', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    await expect.poll(wide, patient).toBeLessThanOrEqual(360);
    expect(training.complaints).toEqual([]);
  });

  it('says that there is no WebGPU', async () => {
    const insecure = await training.open({ secure: false });
    await insecure.locator('#failure').waitFor();
    expect(await insecure.locator('#failure-message').textContent()).toMatch(/WebGPU/);
    expect(await insecure.locator('#failure-fix').textContent()).toMatch(/https/);
  });
});
