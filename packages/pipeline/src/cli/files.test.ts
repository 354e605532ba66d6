import { describe, expect, it } from 'vitest';
import { descriptorLines } from '../evaluate/cached-descriptor.ts';
import { requireWritable } from './files.ts';
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
