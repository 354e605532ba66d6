import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useFolder } from './testing/photos.ts';
import { describeOthers, walk } from './walk.ts';

const within = useFolder(async (folder) => {
  const file = (name: string) => path.join(folder, name);
  for (const name of ['b/c', '.git']) await mkdir(file(name), { recursive: true });
  const names = [
    'z.JPG',
    'a.heic',
    'a.json',
    'README',
    'b/1.png',
    'b/c/2.webp',
    '.git/x.png',
    '.x.png',
  ];
  for (const name of names) await writeFile(file(name), '');
  await symlink('nowhere.png', file('broken.png'));
  // A folder within itself.
  await symlink('..', file('b/up'));
});

describe('walk', () => {
  const named = (names: readonly string[]) => names.map((name) => path.relative(within(), name));

  it('finds the pictures of folders of folders, each once', async () => {
    const { pictures, others, folders } = await walk(within());
    const found = ['a.heic', 'b/1.png', 'b/c/2.webp', 'broken.png', 'z.JPG'];
    expect(named(pictures)).toEqual(found.map(path.normalize));
    expect(named(others)).toEqual(['README', 'a.json']);
    expect(folders).toEqual([]);
  });

  it('looks no deeper than it is told', async () => {
    const { pictures, folders } = await walk(within(), 1);
    expect(named(pictures)).toEqual(['a.heic', 'broken.png', 'z.JPG']);
    expect(named(folders)).toEqual(['b']);
  });

  it('counts what is no picture by its endings', () => {
    expect(describeOthers(['x/a.json'])).toBe('1 file that is no picture (1 .json)');
    const many = ['a.db', 'b.json', 'c.JSON', 'LICENSE'];
    expect(describeOthers(many)).toBe('4 files that are no pictures (2 .json, 1 .db, 1 LICENSE)');
  });

  it('refuses what is no folder', async () => {
    await expect(walk(within('nowhere'))).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
