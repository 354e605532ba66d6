import { escapeHtml } from '@facegpu/pipeline/command-line';
import { describe, expect, it } from 'vitest';
import { descriptorOf, fakePhoto } from '../../testing/fake-faces.ts';
import type { PreparedPhoto } from '../prepare-dataset.ts';
import { measureDataset } from './measure-dataset.ts';
import { plotHistogram } from './plots.ts';
import { renderReport } from './render-report.ts';
import { spreadOf } from './spread.ts';

const recognition = { model: 'a model', metric: 'cosine', threshold: 0.58 } as const;

/** Photos of somebody in several poses and lights. */
function varied(person: string, count: number, shows = person): PreparedPhoto[] {
  return Array.from({ length: count }, (_, i) => {
    const file = `${person}/${shows} ${i}.jpg`;
    return fakePhoto(file, person, descriptorOf(shows, i), {
      pose: { yaw: i * 15 - 30, pitch: 0, roll: 0 },
      brightness: 0.3 + 0.1 * i,
    });
  });
}

const same = fakePhoto('same/1.jpg', 'same', descriptorOf('same', 1));
const dataset = {
  photos: [
    ...varied('Ann', 5),
    ...varied('two', 3, 'one of them'),
    ...varied('two', 3, 'the other'),
    same,
    { ...same, file: 'same/2.jpg' },
    { ...same, file: 'same/3.jpg' },
    { ...same, file: 'lone/1.jpg', person: 'lone' },
    { ...same, file: 'lone/none.jpg', person: 'lone', face: null },
  ],
  unreadable: [{ file: '<b>/x.jpg', person: '<b>', message: 'it is cut off' }],
  problems: [{ kind: 'unreadable', subject: '<b>/x.jpg', message: '<b>/x.jpg is cut off' }],
} as const satisfies Parameters<typeof measureDataset>[0];

describe('measureDataset', () => {
  const report = measureDataset(dataset, recognition);

  it('counts people, photos and faces', () => {
    expect(report).toMatchObject({ people: 5, photos: 17, faces: 15, ...recognition });
    expect(report.spread.yaw).toMatchObject({ count: 15, min: -30, max: 30 });
  });

  it('says who has too little variation, or too much', () => {
    const flaws = new Map(report.perPerson.map(({ person, flaws }) => [person, flaws]));
    expect(flaws.get('Ann')).toEqual([]);
    expect(flaws.get('two')).toEqual(['perhaps two people: groups of 3 and 3 photos']);
    expect(flaws.get('same')).toEqual([
      'all faces are within 0.00 of one another',
      'one pose: yaw from 5° to 5°',
      'one light: brightness 0.50',
    ]);
    expect(flaws.get('lone')).toEqual(['one face']);
    expect(flaws.get('<b>')).toEqual(['no face']);
    // Those with flaws come first.
    expect(report.perPerson.at(-1)?.person).toBe('Ann');
  });

  it('makes a page in which names are text', async () => {
    const page = await renderReport('A & B', report, dataset);
    expect(page).toContain('<h1>A &#38; B</h1>');
    expect(page).not.toContain('<b>/x');
    expect(page.match(/<svg /g)).toHaveLength(10);
    expect(page).toContain('Photos that can’t be read: 1');
  });

  it('has nothing to say of nothing', async () => {
    const empty = { photos: [], unreadable: [], problems: [] };
    const nothing = measureDataset(empty, recognition);
    expect(nothing).toMatchObject({ people: 0, faces: 0, distances: undefined });
    expect(await renderReport('none', nothing, empty)).toContain('There are none.');
  });
});

it('spreadOf has quantiles between values', () => {
  const values = Array.from({ length: 11 }, (_, i) => 10 - i);
  expect(spreadOf(values)).toEqual({ count: 11, min: 0, low: 1, median: 5, high: 9, max: 10 });
  expect(spreadOf([1, 2])).toMatchObject({ low: 1.1, median: 1.5, high: 1.9 });
  expect(spreadOf([])).toBeUndefined();
});

it('a histogram has a bar for each bin, in the colours of its page', async () => {
  const svg = await plotHistogram({ title: 'a "title"', values: [1, 1, 2, 5], whole: true });
  expect(svg.match(/fill="var\(--accent\)"/g)).toHaveLength(3);
  expect(svg).toContain(`aria-label="${escapeHtml('a "title"')}"`);
});
