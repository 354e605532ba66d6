import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useFolder } from '../cli/testing/photos.ts';
import { readMarkedLandmarks } from './marked-landmarks.ts';

const points = Array.from({ length: 68 }, (_, i) => [i, 2 * i]);

const at = useFolder(async (folder) => {
  await mkdir(path.join(folder, 'test'));
  await writeFile(path.join(folder, 'test.json'), JSON.stringify({ 'a.jpg': points }));
  await writeFile(path.join(folder, 'beside.json'), JSON.stringify({ 'b.jpg': points }));
  await writeFile(path.join(folder, 'b.jpg'), '');
  await writeFile(path.join(folder, 'none.json'), '{}');
  await writeFile(path.join(folder, 'text.json'), 'a.jpg');
  await writeFile(path.join(folder, 'few.json'), JSON.stringify({ 'a.jpg': points.slice(1) }));
});

describe('marked landmarks', () => {
  it('are those of photos beside the file, or in a folder of its name', async () => {
    expect([...(await readMarkedLandmarks(at('test.json')))]).toEqual([[at('test/a.jpg'), points]]);
    expect([...(await readMarkedLandmarks(at('beside.json'))).keys()]).toEqual([at('b.jpg')]);
  });

  it.each([
    ['none.json', 'bad-argument', /it is empty/],
    ['text.json', 'bad-argument', /the list is missing/],
    ['few.json', 'bad-argument', /the list\.a\.jpg is .* not a list of 68/],
    ['nowhere.json', 'file-unreadable', /ENOENT/],
  ])('are not those of %s', async (name, code, message) => {
    await expect(readMarkedLandmarks(at(name))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
