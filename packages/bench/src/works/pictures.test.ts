import { expect, it } from 'vitest';
import { frames } from './pictures.ts';

it('gives frames of one size, each another picture', async () => {
  const [first, second] = await frames(2);
  for (const { data, width, height } of [first, second]) {
    expect([width, height, data.length]).toEqual([640, 480, 640 * 480 * 3]);
  }
  expect(second.data).not.toEqual(first.data);
});
