import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { descriptorLines } from '../evaluate/cached-descriptor.ts';
import { replaceFile, requireWritable } from './files.ts';
import { LineCache } from './line-cache.ts';
import { useFolder } from './testing/photos.ts';

describe('a file that is no place to write to', () => {
  const within = useFolder(async () => {});

  it('is refused as such', async () => {
    const missing = within('none', 'a.json');
    await expect(requireWritable(missing)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringMatching(/a\.json can't be written: ENOENT/),
    });
    await expect(requireWritable(within())).rejects.toMatchObject({ code: 'file-unwritable' });
    await expect(replaceFile(missing, '')).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringMatching(/a\.json can't be written: ENOENT/),
    });
    const cache = await LineCache.open(missing, descriptorLines);
    await expect(cache.set('key', null)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringMatching(/a\.json can't serve as a cache: ENOENT/),
    });
    await expect(LineCache.open(within(), descriptorLines)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(/can't serve as a cache: EISDIR/),
    });
  });
});

describe('a file that can be written', () => {
  const within = useFolder((folder) => writeFile(path.join(folder, 'old.json'), 'old'));

  it('is as it was before: not there, or with what it held', async () => {
    await requireWritable(within('new.json'));
    await expect(access(within('new.json'))).rejects.toMatchObject({ code: 'ENOENT' });
    await requireWritable(within('old.json'));
    expect(await readFile(within('old.json'), 'utf8')).toBe('old');
  });

  it('is replaced as a whole, by several at once too', async () => {
    const contents = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(100_000));
    await Promise.all(contents.map((content) => replaceFile(within('old.json'), content)));
    expect(contents).toContain(await readFile(within('old.json'), 'utf8'));
    expect(await readdir(within())).toEqual(['old.json']);
  });
});
