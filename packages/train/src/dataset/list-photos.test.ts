import { symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { useFolder, writeFiles } from '../testing/use-folder.ts';
import { listPhotos } from './list-photos.ts';

const at = useFolder(async (folder) => {
  await writeFiles(folder, {
    'people/Ann Lee/2.jpg': '2',
    'people/Ann Lee/1.PNG': '1',
    'people/Ann Lee/notes.txt': '',
    'people/Ann Lee/.hidden.jpg': '',
    'people/Ann Lee/2019/summer/3.webp': '3',
    'people/ann_lee/1.jpg': 'a',
    'people/ann_lee/2.jpg': 'b',
    'people/Bob/only.jpg': 'only',
    'people/Empty/': '',
    'people/Texts/readme.txt': '',
    'people/loose.jpg': 'loose',
    'people/list.txt': '',
    'people/.dropped/Bob/x.jpg': 'x',
    'nothing/Ann/': '',
    'good.csv':
      '\uFEFFfile,person\r\n"a, b.jpg",Ann\r\nc.jpg,"Bob ""B"" Ray"\r\n./sub/../d.jpg, Ann \r\n\r\nd.jpg,Ann\r\n',
    'plain.csv': 'file.jpg,person\nb.jpg,person\n',
    'two.csv': 'file,person\na.jpg,Ann\na.jpg,Bob\n',
    'three.csv': 'a.jpg,Ann,1\n',
    'blank.csv': 'a.jpg,\n',
    'open.csv': 'a.jpg,Ann\n"b.jpg,Ann\n',
    'head.csv': 'file,person\n',
  });
  await symlink('..', `${folder}/people/Ann Lee/2019/up`);
  await symlink('nowhere.jpg', `${folder}/people/Ann Lee/gone.jpg`);
});

describe('a folder', () => {
  it('has a person in each folder, with the photos of all below', async () => {
    const { root, photos } = await listPhotos(at('people'));
    expect(root).toBe(at('people'));
    expect(photos).toEqual([
      { file: 'Ann Lee/1.PNG', person: 'Ann Lee' },
      { file: 'Ann Lee/2.jpg', person: 'Ann Lee' },
      { file: 'Ann Lee/gone.jpg', person: 'Ann Lee' },
      { file: 'Ann Lee/2019/summer/3.webp', person: 'Ann Lee' },
      { file: 'Bob/only.jpg', person: 'Bob' },
      { file: 'ann_lee/1.jpg', person: 'ann_lee' },
      { file: 'ann_lee/2.jpg', person: 'ann_lee' },
    ]);
  });

  it('has its problems said', async () => {
    const { problems } = await listPhotos(at('people'));
    expect(problems.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['nobodys', 'loose.jpg'],
      ['single-photo', 'Bob'],
      ['empty-person', 'Empty'],
      ['empty-person', 'Texts'],
      ['same-name', 'Ann Lee'],
    ]);
    expect(problems.at(-1)?.message).toBe(
      '"Ann Lee" and "ann_lee" are one name, and taken for 2 people',
    );
  });

  it('must be there, and have photos', async () => {
    await expect(listPhotos(at('none'))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('ENOENT'),
    });
    await expect(listPhotos(at('nothing'))).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('has no photos'),
    });
  });
});

describe('a CSV file', () => {
  it('is read as RFC 4180 has it, with a header or without', async () => {
    const { root, photos } = await listPhotos(at('good.csv'));
    expect(root).toBe(at());
    expect(photos).toEqual([
      { file: 'a, b.jpg', person: 'Ann' },
      { file: 'c.jpg', person: 'Bob "B" Ray' },
      { file: 'd.jpg', person: 'Ann' },
    ]);
    expect((await listPhotos(at('plain.csv'))).photos).toHaveLength(2);
  });

  it.each([
    ['two.csv', /line 3: a\.jpg shows Bob here and Ann above/],
    ['three.csv', /line 1: the row is \["a\.jpg","Ann","1"\]/],
    ['blank.csv', /line 1: the row is/],
    ['open.csv', /line 2: Quote Not Closed/],
    ['head.csv', /has no photos/],
  ])('says what is wrong with %s', async (name, message) => {
    await expect(listPhotos(at(name))).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(message),
    });
  });
});
