import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changed, conditions } from './conditions.ts';
import type { Contender } from './contenders.ts';
import { measureAccuracy } from './measure.ts';
import { accuracyTables } from './report.ts';

let folder: string;
const photo = (name: string) => path.join(folder, `${name}.png`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'facegpu-accuracy-'));
  for (const [name, value] of [
    ['bright', 200],
    ['white', 210],
    ['dark', 60],
    ['black', 0],
  ] as const) {
    const background = { r: value, g: value, b: value };
    const create = { width: 60, height: 48, channels: 3, background } as const;
    await sharp({ create }).png().toFile(photo(name));
  }
});

afterAll(() => rm(folder, { recursive: true }));

it.each(conditions)('a photo that is $name has three channels', async (condition) => {
  for (const index of [0, 1]) {
    const { data, width, height } = await changed(sharp(photo('bright')), condition, index);
    expect(data).toHaveLength(width * height * 3);
  }
});

it('judges by the threshold of each recogniser, and asks once for a photo', async () => {
  const asked: number[] = [];
  const contender: Contender = {
    version: '1',
    recognizers: [
      { name: 'narrow', threshold: 50, distance: ([a], [b]) => Math.abs(a - b) },
      { name: 'wide', threshold: 145, distance: ([a], [b]) => Math.abs(a - b) },
    ],
    async describe({ data: [first] }) {
      asked.push(first);
      // Black is nobody's face.
      return first === 0 ? null : { narrow: [first], wide: [first] };
    },
  };
  const pairs = [
    { a: photo('bright'), b: photo('white'), same: true },
    { a: photo('bright'), b: photo('dark'), same: false },
    { a: photo('bright'), b: photo('black'), same: true },
  ];
  const sets = [{ name: 'greys', pairs, conditions: 'upright' }] as const;
  const cache = path.join(folder, 'cache.jsonl');
  const rows = await measureAccuracy([contender], { sets, quick: false, cache });
  expect(rows).toEqual([
    expect.objectContaining({ recognizer: 'narrow', falseMatches: 0, falseNonMatches: 1 }),
    expect.objectContaining({ recognizer: 'wide', falseMatches: 1, falseNonMatches: 1 }),
  ]);
  expect(rows[0]).toMatchObject({ pairs: 3, accuracy: 2 / 3, photos: 3, missed: 1 });
  expect(asked.sort()).toEqual([0, 200, 210, 60]);
  expect(await measureAccuracy([contender], { sets, quick: false, cache })).toEqual(rows);
  expect(asked).toHaveLength(4);
  const signal = AbortSignal.abort();
  expect(await measureAccuracy([contender], { sets, quick: false, cache, signal })).toEqual([]);
  expect(accuracyTables(rows)).toContain('| greys | upright | 1 of 3 | 1 of 3 |');
});
