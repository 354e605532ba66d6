import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@facegpu/chromium';
import { useBrowser } from '@facegpu/chromium/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nobodyYet, type PeopleFile, parsePeople } from '../people-file.ts';
import type { PageData } from './data.ts';
import { renderPage, servePeoplePage } from './make-page.ts';

const browser = useBrowser();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'facegpu-people-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const face = (photo: string, x = 0) => `${photo}@${x},0,9,9`;

/** A picture of one colour. */
function chip(colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="${colour}"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** Two people, one of whom has a doubtful face, and one of each in a photo; and somebody who is there once. */
function dataOf(id: string): PageData {
  const people: PeopleFile = {
    ...nobodyYet,
    lastId: 3,
    people: [
      { id: 1, name: null, faces: ['a', 'b', 'c'].map((photo) => face(photo)), told: [] },
      { id: 2, name: null, faces: [face('a', 20), face('d')], told: [] },
      { id: 3, name: null, faces: [face('e')], told: [] },
    ],
  };
  const keys = people.people.flatMap(({ faces }) => faces);
  return {
    id,
    title: 'People of </script><b>',
    photos: 5,
    faces: keys.map((key, i) => ({
      key,
      chip: i,
      file: `photos/${key[0]}.jpg`,
      score: key === face('c') ? 0.12 : 0.9,
      doubtful: key === face('c'),
    })),
    people,
    pictures: keys.map((_, i) => chip(`hsl(${i * 60} 50% 50%)`)),
    server: undefined,
  };
}

/** Whom the page shows: the name, and the photos of the faces. */
function shown(page: Page): Promise<string[]> {
  return page.$$eval('[data-person]', (cards) =>
    cards.map((card) => {
      const name = card.querySelector<HTMLInputElement>('input[type="text"]')?.value;
      const chips = [...card.querySelectorAll<HTMLButtonElement>('.chips button')];
      const photos = chips.map(({ title }) => title.replace('photos/', '').replace('.jpg', ''));
      return `${name}: ${photos.join(', ')}`;
    }),
  );
}

const ofPerson = (id: number, what: string) => `[data-person="${id}"] ${what}`;
const chipOf = (id: number, photo: string) => ofPerson(id, `button[title^="photos/${photo}.jpg"]`);
const said = (page: Page, words: string) =>
  page.waitForFunction(
    (words) => document.getElementById('state')?.textContent?.startsWith(words),
    words,
  );

/** What the button saves. */
async function downloaded(page: Page): Promise<PeopleFile> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  return parsePeople(await readFile(await download.path(), 'utf8'), 'the download');
}

describe('the page of people as a file', () => {
  it('takes names, merges, takes out faces, and has all that the next time', async (test) => {
    const file = path.join(folder, 'people.html');
    await writeFile(file, renderPage(dataOf('file')));
    const page = await browser.open(test, pathToFileURL(file).href);
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    expect(await page.textContent('h1')).toBe('People of </script><b>');
    expect(await page.textContent('#counts')).toBe(
      '5 photos, 6 faces: 2 people, 0 named, 1 doubtful',
    );
    expect(await shown(page)).toEqual([': a, b, c: doubtful', ': a, d', ': e']);

    await page.fill(ofPerson(1, 'input[type="text"]'), 'Ada');
    await page.keyboard.press('Enter');
    await said(page, 'kept in this browser');
    await page.click(chipOf(1, 'c'));
    expect(await page.textContent('#bar')).toContain('Ada: doubtful, 0.12');
    await page.click('#bar .bad');
    expect(await shown(page)).toEqual(['Ada: a, b', ': a, d', ': e', ': c: doubtful']);

    // Those who are in one photo are two people.
    await page.check(ofPerson(1, 'input[type="checkbox"]'));
    await page.check(ofPerson(2, 'input[type="checkbox"]'));
    await page.click('#bar .accent');
    await said(page, 'These are two people');
    await page.uncheck(ofPerson(1, 'input[type="checkbox"]'));
    await page.check(ofPerson(3, 'input[type="checkbox"]'));
    await page.click('#bar .accent');
    expect(await shown(page)).toEqual(['Ada: a, b', ': a, d, e', ': c: doubtful']);

    // A name that somebody has is that person's.
    await page.fill(ofPerson(4, 'input[type="text"]'), 'Ada');
    await page.keyboard.press('Enter');
    expect(await shown(page)).toEqual(['Ada: a, b, c: doubtful', ': a, d, e']);
    await page.click(chipOf(1, 'c'));
    await page.click('#bar .good');
    expect(await shown(page)).toEqual(['Ada: a, b, c', ': a, d, e']);
    await page.click('#back');
    expect(await shown(page)).toEqual(['Ada: a, b, c: doubtful', ': a, d, e']);

    await page.reload();
    expect(await shown(page)).toEqual(['Ada: a, b, c: doubtful', ': a, d, e']);
    const saved = await downloaded(page);
    expect(saved.people.map(({ id, told }) => [id, told.length])).toEqual([
      [1, 2],
      [2, 3],
    ]);
    await page.fill('#filter', 'd.jpg');
    expect(await shown(page)).toEqual([': a, d, e']);
    expect(errors).toEqual([]);
  });
});

describe('the page of people that is served', () => {
  it('saves what is decided at once, and shows it when it is opened again', async (test) => {
    let saved = '';
    const save = async (text: string) => {
      saved = text;
    };
    const served = await servePeoplePage(dataOf('served'), 'people.json', save);
    try {
      const page = await browser.open(test, served.address);
      await page.fill(ofPerson(2, 'input[type="text"]'), 'Bob');
      await page.keyboard.press('Enter');
      await said(page, 'saved in people.json');
      expect(parsePeople(saved, 'the file').people[1].name).toBe('Bob');
      // In another profile, so that the server alone can have it.
      const again = await browser.open(test, served.address);
      expect((await shown(again))[1]).toBe('Bob: a, d');
    } finally {
      await served.close();
    }
  });

  it('takes nothing from other pages, and no nonsense', async () => {
    let saved = 0;
    const save = async () => {
      saved++;
    };
    const served = await servePeoplePage(dataOf('strict'), 'people.json', save);
    try {
      const put = (headers: Record<string, string>, body: string) =>
        fetch(new URL('decisions', served.address), { method: 'PUT', headers, body });
      expect((await put({}, '{}')).status).toBe(403);
      const html = await (await fetch(served.address)).text();
      const [, token = ''] = /"token":"(\w+)"/.exec(html) ?? [];
      const answer = await put({ 'x-facegpu-token': token }, '{}');
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('no file of people');
      expect(saved).toBe(0);
    } finally {
      await served.close();
    }
  });
});
