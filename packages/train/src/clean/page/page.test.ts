import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Page } from '@facegpu/chromium';
import { useBrowser } from '@facegpu/chromium/testing';
import { describe, expect, it } from 'vitest';
import { fakePage } from '../../testing/fake-dataset.ts';
import { useFolder } from '../../testing/use-folder.ts';
import { readDecisions } from '../decision-file.ts';
import { type Decision, parseDecisions } from '../decisions.ts';
import { renderPage, servePageOf } from './make-page.ts';

const at = useFolder();
const browser = useBrowser();

/** The worst first: the photo without a face, then the two of Bob's. */
const files = ['Cy/3.png', 'Ann/2.png', 'Cy/1.png'];

/** What a page shows of its suspects: file and mark of each. */
function rows(page: Page): Promise<string[]> {
  return page.$$eval('#list button', (buttons: HTMLButtonElement[]) => {
    return buttons.map((button) =>
      `${button.title} ${button.querySelector('.mark')?.textContent ?? ''}`.trim(),
    );
  });
}

const current = (page: Page) => page.$eval('.suspect h2', (heading) => heading.textContent);
const brief = ({ file, action, person }: Decision) =>
  [file, action, person].filter(Boolean).join(' ');

/** What the button saves. */
async function downloaded(page: Page): Promise<Decision[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  return parseDecisions(await readFile(await download.path(), 'utf8'), 'the download');
}

describe('the page as a file', () => {
  it('takes decisions by key and click, saves them, and has them the next time', async (test) => {
    const file = at('clean.html');
    await writeFile(file, renderPage(await fakePage(at())));
    const page = await browser.open(test, pathToFileURL(file).href);
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    expect(await page.textContent('h1')).toBe('Cleaning people </script><b>');
    expect([...(await rows(page))].sort()).toEqual([...files].sort());
    expect(await current(page)).toBe(files[0]);
    await page.keyboard.press('d');
    expect(await current(page)).not.toBe(files[0]);

    // Those of Bob, one moved by key to whom the page proposes, one by the button to a name that is typed.
    const first = await current(page);
    expect(await page.inputValue('#target')).toBe('Bob');
    await page.keyboard.press('m');
    await page.fill('#target', 'Bobby');
    await page.click('[data-action="move"]');
    const second = files.find((name) => name !== files[0] && name !== first);
    expect((await downloaded(page)).map(brief).sort()).toEqual(
      [`${files[0]} drop`, `${first} move Bob`, `${second} move Bobby`].sort(),
    );
    expect(await page.textContent('#counts')).toMatch(/^3 of 3 suspects decided, 12 photos/);

    // Letters that are typed into the field decide nothing.
    await page.focus('#target');
    await page.keyboard.press('End');
    await page.keyboard.type('ku');
    expect(await page.inputValue('#target')).toBe('Bobbyku');
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('z');

    await page.reload();
    expect((await downloaded(page)).map(brief).sort()).toEqual(
      [`${files[0]} drop`, `${second} keep`].sort(),
    );
    expect(errors).toEqual([]);
  });

  it('takes decisions from a file, and filters', async (test) => {
    const data = await fakePage(at());
    const file = at('other.html');
    await writeFile(file, renderPage({ ...data, id: 'other' }));
    const page = await browser.open(test, pathToFileURL(file).href);
    const [suspect] = data.suspects;
    const decision = { file: suspect.file, hash: suspect.hash, action: 'unsure', at: '2026-01-01' };
    const text = JSON.stringify({ format: 'facegpu-decisions-1', decisions: [decision] });
    await page.setInputFiles('#upload', {
      name: 'mine.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
    await page.waitForSelector('.mark');
    expect(await rows(page)).toContain(`${suspect.file} unsure`);
    await page.setInputFiles('#upload', {
      name: 'no.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{}'),
    });
    await page.waitForFunction(() =>
      document.getElementById('state')?.textContent?.startsWith('no.json is no file of decisions'),
    );
    await page.check('#open');
    expect(await rows(page)).toHaveLength(2);
    await page.selectOption('#kind', 'no-face');
    expect(await page.textContent('main')).toContain('Nothing is left here.');
  });
});

describe('the page that is served', () => {
  it('saves each decision in its file, and shows them when it is opened again', async (test) => {
    const file = at('decisions.json');
    const served = await servePageOf(await fakePage(at()), file);
    try {
      const page = await browser.open(test, served.address);
      await page.keyboard.press('d');
      await page.keyboard.press('k');
      const saved = (words: string) =>
        page.waitForFunction((words) => {
          return document.getElementById('state')?.textContent === words;
        }, words);
      await saved(`saved in ${file}`);
      await expect.poll(async () => (await readDecisions(file)).length).toBe(2);
      expect((await readDecisions(file)).map(({ action }) => action).sort()).toEqual([
        'drop',
        'keep',
      ]);
      // In another profile, so that the file alone can have them.
      const again = await browser.open(test, served.address);
      expect((await rows(again)).filter((row) => / (drop|keep)$/.test(row))).toHaveLength(2);
    } finally {
      await served.close();
    }
  });

  it('takes nothing from other pages, and no nonsense', async () => {
    const file = at('untouched.json');
    const data = await fakePage(at());
    const served = await servePageOf(data, file);
    try {
      const put = (headers: Record<string, string>, body: string) =>
        fetch(new URL('decisions', served.address), { method: 'PUT', headers, body });
      expect((await put({}, '{}')).status).toBe(403);
      expect((await put({ 'x-facegpu-token': 'guessed' }, '{}')).status).toBe(403);
      const html = await (await fetch(served.address)).text();
      const [, token = ''] = /"token":"(\w+)"/.exec(html) ?? [];
      const answer = await put({ 'x-facegpu-token': token }, '{}');
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('no file of decisions');
      expect((await fetch(new URL('other', served.address))).status).toBe(404);
      await expect(readDecisions(file)).rejects.toMatchObject({ code: 'file-unreadable' });
    } finally {
      await served.close();
    }
  });
});
