import { readFile, stat } from 'node:fs/promises';
import { directory } from '@facegpu/models';
import { expect, it } from 'vitest';

it('the models that come along are nine, of 17 MB together, as models.json says', async () => {
  const list: { file: string; bytes: number }[] = JSON.parse(
    await readFile(new URL('models.json', directory), 'utf8'),
  );
  const sizes = await Promise.all(
    list.map(async ({ file }) => (await stat(new URL(file, directory))).size),
  );
  expect(sizes).toHaveLength(9);
  expect(sizes).toEqual(list.map(({ bytes }) => bytes));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(17e6);
});
