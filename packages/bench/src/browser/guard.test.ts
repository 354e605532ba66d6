import { expect, it } from 'vitest';
import { within } from './guard.ts';

it('passes on what comes in time', async () => {
  expect(await within(1, 'a work', Promise.resolve(5))).toBe(5);
  await expect(within(1, 'a work', Promise.reject(new Error('no')))).rejects.toThrow('no');
});

it('names what takes too long', async () => {
  const forever = new Promise(() => {});
  await expect(within(0.0001, 'a work', forever)).rejects.toThrow('a work took longer than');
});
