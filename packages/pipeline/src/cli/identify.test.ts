import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { samples } from '../testing/samples.ts';
import { emptyScene, portrait, useFolder } from './testing/photos.ts';
import { facegpu } from './testing/run.ts';

/** Cleo's face is the largest of the three, Ann's the most certain. */
const [group] = samples;

const at = useFolder(async (folder) => {
  const file = (...names: string[]) => path.join(folder, ...names);
  for (const name of ['people/Ann', 'people/Bea', 'people/Nobody', 'Cleo', 'strangers']) {
    await mkdir(file(name), { recursive: true });
  }
  await Promise.all([
    portrait('ann').flop().toFile(file('people/Ann/1.png')),
    portrait('bea').flop().toFile(file('people/Bea/1.png')),
    emptyScene().toFile(file('people/Bea/2.png')),
    writeFile(file('people/Bea/notes.txt'), 'Dear diary,\n'),
    writeFile(file('people/Bea/.hidden'), ''),
    emptyScene().toFile(file('nobody.png')),
    // A person's folder may be a link; of a group it is the largest face that is enrolled.
    symlink('../Cleo', file('people/Cleo')),
    symlink(group, file('Cleo/group.jpg')),
  ]);
});

interface JsonPhoto {
  readonly file: string;
  readonly faces: readonly {
    readonly box: Readonly<Record<string, number>>;
    readonly name: string | null;
    readonly distance: number | null;
  }[];
}

describe('facegpu identify', () => {
  it.concurrent('names every face, and prints JSON of exactly these fields', async () => {
    const photos = ['nobody.png', 'missing.png', group];
    const args = ['identify', '--people', 'people', ...photos, '--json'];
    const { code, stdout, stderr } = await facegpu(args, { cwd: at() });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^people\/Bea\/2\.png: no face was found, so it is not enrolled$/m);
    expect(stderr).toMatch(/^people: left out: 1 file that is no picture \(1 \.txt\)$/m);
    expect(stderr).toMatch(/^missing\.png: can't be read: ENOENT/m);
    expect(stderr).not.toContain('hidden');

    const [nobody, found, ...others] = JSON.parse(stdout) as JsonPhoto[];
    expect(others).toEqual([]);
    expect(nobody).toEqual({ file: 'nobody.png', faces: [] });
    expect(Object.keys(found)).toEqual(['file', 'faces']);
    expect(found.file).toBe(group);
    for (const face of found.faces) {
      expect(Object.keys(face)).toEqual(['box', 'name', 'distance']);
      expect(Object.keys(face.box)).toEqual(['x', 'y', 'width', 'height']);
      expect(face.distance).toBeLessThan(0.45);
    }
    // From left to right.
    const faces = [...found.faces].sort((a, b) => a.box.x - b.box.x);
    expect(faces.map(({ name }) => name)).toEqual(['Bea', 'Cleo', 'Ann']);
    expect(faces[1].distance).toBeCloseTo(0, 5);
  });

  it.concurrent('names nobody from the threshold on, in a table', async () => {
    const args = ['identify', '--people', 'people', '--threshold', '0.01', group];
    const { stdout } = await facegpu(args, { cwd: at() });
    const cells = stdout
      .split('\n')
      .filter((line) => line.includes('│'))
      .map((line) => line.split('│').flatMap((cell) => cell.trim() || []));
    expect(cells[0]).toEqual(['photo', 'face', 'x', 'y', 'name', 'distance']);
    const names = cells.slice(1).map((row) => row.slice(-2)[0]);
    expect(names.sort()).toEqual(['Cleo', 'unknown', 'unknown']);
  });

  it.concurrent('knows nobody in an empty folder', async () => {
    const args = ['identify', 'people/Ann/1.png', '--people', 'strangers', '--json'];
    const { code, stdout, stderr } = await facegpu(args, { cwd: at() });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^strangers has no photos: nobody is known/m);
    const [{ faces }] = JSON.parse(stdout) as JsonPhoto[];
    expect(faces).toEqual([{ box: expect.anything(), name: null, distance: null }]);
  });

  it.concurrent('knows people by the names of photos, by nested folders and by a list', async () => {
    const file = (...names: string[]) => at('layouts', ...names);
    await mkdir(file('people/Ann/2019'), { recursive: true });
    await portrait('ann').flop().toFile(file('people/Ann/2019/1.png'));
    await portrait('bea').flop().toFile(file('people/Bea.png'));
    for (const odd of ['Ann/1.jpg.json', 'Ann/Thumbs.db', 'Ann/1.AAE']) {
      await writeFile(file('people', odd), 'x');
    }
    const rows = ['file,person', 'people/Ann/2019/1.png,"Ann, the first"', 'people/Bea.png,Bea'];
    await writeFile(file('people.csv'), rows.join('\n'));
    for (const [people, ann] of [
      ['people', 'Ann'],
      ['people.csv', 'Ann, the first'],
    ]) {
      const args = ['identify', '--people', people, '--jsonl', '--attributes', group];
      const { code, stdout, stderr } = await facegpu([...args, '--out', `${people}-out`], {
        cwd: file(),
      });
      expect(code).toBe(0);
      if (people === 'people') expect(stderr).toMatch(/left out: 3 files that are no pictures/);
      const [{ faces }, ...more] = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as JsonPhoto);
      expect(more).toEqual([]);
      const keys = ['box', 'name', 'distance', 'expressions', 'age', 'gender'];
      for (const face of faces) expect(Object.keys(face)).toEqual(keys);
      const names = [...faces].sort((a, b) => a.box.x - b.box.x).map(({ name }) => name);
      expect(names).toEqual(['Bea', null, ann]);
      expect(await readdir(file(`${people}-out`))).toHaveLength(4);
    }
  });

  it.each([
    [['nobody.png'], /it is not said who is known\n {2}fix: Give --people DIR or --gallery FILE/],
    [['nobody.png', '--people', 'people', '--gallery', 'g.db'], /cannot be used with/],
    [['nobody.png', '--gallery', 'g.db', '--min-quality', '0.5'], /cannot be used with/],
    [['nobody.png', '--gallery', 'missing.db'], /missing\.db: there is no gallery/],
    [['nobody.png', '--people', 'missing'], /missing can't be read: ENOENT\n {2}fix: /],
    [['nobody.png', '--people', 'nobody.png'], /nobody\.png can't be read: ENOTDIR/],
    [['--people', 'people'], /missing required argument 'photos'/],
    [['nobody.png', '--people', 'people', '--threshold', '-1'], /--threshold .*from 0/],
  ])('refuses %j', async (args, message) => {
    const outcome = await facegpu(['identify', ...args], { cwd: at() });
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });
});
