import { expect, it } from 'vitest';
import { coldWorks } from './cold.ts';
import type { ColdStart } from './first-run.ts';
import { photoWorks } from './photo.ts';

const start = () => Promise.resolve<ColdStart>({ leftOut: 'nobody starts here' });

it.each([
  { quick: false, slow: false, photos: 7, cold: /ssd|landmarks|arcface|recognition/, starts: 4 },
  { quick: false, slow: true, photos: 4, cold: /ssd|landmarks|arcface|recognition/, starts: 4 },
  { quick: true, slow: false, photos: 2, cold: /ssd/, starts: 1 },
  { quick: true, slow: true, photos: 1, cold: /landmarks/, starts: 1 },
])('quick $quick, slow $slow: $photos photos, $starts cold starts', (row) => {
  const { quick, slow, photos, cold, starts } = row;
  expect(photoWorks(quick, { slow })).toHaveLength(photos);
  const names = coldWorks(quick, start, slow).map(({ name }) => name);
  expect(names).toHaveLength(starts);
  for (const name of names) expect(name).toMatch(cold);
});
