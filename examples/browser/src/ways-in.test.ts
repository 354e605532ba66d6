import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patient, useDemo } from './testing/use-demo.ts';

const demo = useDemo();

/** The smallest picture. */
const gif = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAAC', 'base64');

const filmed = (page: Page) =>
  page
    .locator('#film button')
    .evaluateAll((list) => list.map((button) => (button as HTMLElement).title.split(',')[0]));

describe('ways into the page', () => {
  let folder = '';
  let page: Page;
  beforeAll(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'facegpu-drop-')), 'trip');
    await mkdir(path.join(folder, 'day 10'), { recursive: true });
    await mkdir(path.join(folder, 'day 2'));
    for (const name of ['day 10/a.gif', 'day 2/p10.gif', 'day 2/p9.gif', 'p1.gif']) {
      await writeFile(path.join(folder, name), gif);
    }
    await writeFile(path.join(folder, 'day 2/notes.txt'), 'hello');
  });
  afterAll(() => rm(path.dirname(folder), { recursive: true }));

  it('takes a folder that is dropped, all of it, in the order of its names', async () => {
    page = await demo.open();
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    }
    await expect
      .poll(() => filmed(page), patient)
      .toEqual(['p9.gif', 'p10.gif', 'a.gif', 'p1.gif']);
    await page.locator('.notice').getByText('Left out: notes.txt is not a picture.').waitFor();
  });

  it('takes a picture that is pasted, and leaves text to fields', async () => {
    const before = (await filmed(page)).length;
    await page.evaluate(async () => {
      const paste = (clipboardData: DataTransfer) =>
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
      const text = new DataTransfer();
      text.setData('text/plain', 'hello');
      paste(text);
      const picture = new DataTransfer();
      const response = await fetch('samples/sample1.jpg');
      picture.items.add(new File([await response.blob()], 'image.jpg', { type: 'image/jpeg' }));
      paste(picture);
    });
    await expect.poll(() => filmed(page), patient).toHaveLength(before + 1);
    expect((await filmed(page)).at(-1)).toBe('image.jpg');
    await page.locator('.picture img[alt="image.jpg"]').waitFor();
  });
});
