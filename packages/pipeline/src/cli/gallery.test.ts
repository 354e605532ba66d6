import { once } from 'node:events';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { samples } from '../testing/samples.ts';
import { emptyScene, type Person, portrait, useFolder } from './testing/photos.ts';
import { facegpu, type Outcome } from './testing/run.ts';

const [group] = samples;
const people: readonly Person[] = ['ann', 'bea', 'cleo'];

const at = useFolder(async (folder) => {
  const file = (...names: string[]) => path.join(folder, ...names);
  for (const name of people) await mkdir(file('people', name), { recursive: true });
  await Promise.all([
    ...people.map((name) =>
      portrait(name)
        .flop()
        .toFile(file('people', name, '1.png')),
    ),
    portrait('ann')
      .rotate(3)
      .toFile(file('people', 'ann', '2.png')),
    emptyScene().toFile(file('people', 'bea', '2.png')),
    emptyScene().toFile(file('nobody.png')),
    symlink(group, file('group.jpg')),
  ]);
});

interface Listed {
  readonly id: number;
  readonly name: string;
  readonly photos: readonly string[];
}

interface Line {
  readonly file: string;
  readonly name: string;
  readonly id: number;
}

function run(...args: string[]): Promise<Outcome> {
  return facegpu(args, { cwd: at() });
}

async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run(...args, '--json');
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  return JSON.parse(stdout) as T;
}

const lines = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

describe('facegpu gallery', () => {
  // A command after the other, each of which makes a pipeline.
  it('keeps people, finds them, and forgets them', async () => {
    const first = await run('gallery', 'enroll', 'g.db', '--dir', 'people', '--jsonl');
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(
      /^people\/bea\/2\.png: no face was found, so it is not enrolled$/m,
    );
    const enrolled = lines(first.stdout).filter((line) => 'id' in line);
    expect(enrolled.map((line) => Object.keys(line))).toEqual(
      Array.from({ length: 4 }, () => ['file', 'name', 'id']),
    );
    expect(enrolled.map(({ file }) => file)).toEqual([
      'people/ann/1.png',
      'people/ann/2.png',
      'people/bea/1.png',
      'people/cleo/1.png',
    ]);

    const listed = await json<Listed[]>('gallery', 'list', 'g.db');
    for (const person of listed) expect(Object.keys(person)).toEqual(['id', 'name', 'photos']);
    const photos = Object.fromEntries(listed.map(({ name, photos }) => [name, [...photos].sort()]));
    expect(photos).toEqual({
      ann: ['people/ann/1.png', 'people/ann/2.png'],
      bea: ['people/bea/1.png'],
      cleo: ['people/cleo/1.png'],
    });
    for (const { file, name, id } of enrolled) {
      expect(listed.find((person) => person.id === id)).toMatchObject({ name });
      expect(photos[name]).toContain(file);
    }

    // Again, and under another name: nothing is added.
    await copyFile(at('people/ann/1.png'), at('people/ann/copy.png'));
    const again = await run('gallery', 'enroll', 'g.db', '--dir', 'people', '--jsonl');
    const known = lines(again.stdout).filter((line) => 'id' in line);
    expect(new Set(known.map(({ file }) => file))).toEqual(
      new Set(enrolled.map(({ file }) => file)),
    );
    expect(await json('gallery', 'list', 'g.db')).toEqual(listed);
    expect(await json('gallery', 'stats', 'g.db')).toMatchObject({
      people: 3,
      faces: 4,
      photos: 4,
    });

    const args = ['identify', '--gallery', 'g.db', 'group.jpg', 'nobody.png'];
    const [party, nobody] = await json<
      { faces: { box: { x: number }; name: string | null; distance: number }[] }[]
    >(...args);
    const named = [...party.faces].sort((a, b) => a.box.x - b.box.x).map(({ name }) => name);
    expect(named).toEqual(['bea', 'cleo', 'ann']);
    expect(nobody).toEqual({ file: 'nobody.png', faces: [] });

    const ann1 = (await json<Listed[]>('gallery', 'list', 'g.db')).find(
      ({ name }) => name === 'ann',
    );
    const found = await json<{ file: string; faces: { box: object; distance: number }[] }[]>(
      'gallery',
      'search',
      'g.db',
      '--person',
      String(ann1?.id),
      'nobody.png',
      'group.jpg',
      'people/bea/1.png',
    );
    expect(found).toEqual([
      { file: 'group.jpg', faces: [{ box: expect.anything(), distance: expect.any(Number) }] },
    ]);

    expect(await json('gallery', 'rename', 'g.db', 'ann', 'Ann')).toMatchObject({ name: 'Ann' });
    expect(await json('gallery', 'merge', 'g.db', 'bea', 'cleo')).toMatchObject({ name: 'bea' });
    const ann = await json<{ faces: { file: string }[] }>('gallery', 'show', 'g.db', 'Ann');
    expect(ann.faces.map(({ file }) => file).sort()).toEqual(photos.ann);
    const shown = await run('gallery', 'list', 'g.db');
    expect(shown.stdout).toMatch(/│ \d +│ Ann +│ 2 +│ 2 +│/);

    expect(await json('gallery', 'export', 'g.db', '--out', 'out.json')).toMatchObject({
      people: 2,
    });
    expect(await json('gallery', 'import', 'other.db', 'out.json')).toMatchObject({ faces: 4 });
    const other = await json<Listed[]>('gallery', 'list', 'other.db');
    expect(other.map(({ name }) => name).sort()).toEqual(['Ann', 'bea']);

    const typo = await run('gallery', 'remove', 'g.db', 'Ann', 'Typo');
    expect([typo.code, typo.stderr]).toEqual([1, expect.stringMatching(/nobody called "Typo"/)]);
    expect(await json('gallery', 'list', 'g.db')).toHaveLength(2);

    const before = await readFile(at('g.db'));
    expect(before.includes('people/ann/1.png')).toBe(true);
    expect(await json('gallery', 'remove', 'g.db', 'Ann')).toMatchObject([{ faces: 2 }]);
    const after = await readFile(at('g.db'));
    expect(after.includes('people/ann')).toBe(false);
    expect(await json('gallery', 'repair', 'g.db')).toMatchObject({ people: 1, lost: 0 });
  }, 300_000);

  it('takes over vectors of a model that is named', async () => {
    await writeFile(at('v.csv'), 'Ada,0.1,0.2\nBo,0.3,0.4\n');
    await writeFile(at('v.json'), JSON.stringify([{ label: 'Cy', descriptors: [[1, 2]] }]));
    const model = ['--model', 'own@1/chip8'];
    expect(await json('gallery', 'import', 'v.db', 'v.csv', ...model)).toMatchObject({ faces: 2 });
    expect(await json('gallery', 'import', 'v.db', 'v.json', ...model)).toMatchObject({ faces: 1 });
    expect(await json('gallery', 'stats', 'v.db')).toMatchObject({ people: 3, model: model[1] });
    await writeFile(at('w.json'), JSON.stringify([{ label: 'Di', descriptors: [[1, 2, 3]] }]));
    const longer = await run('gallery', 'import', 'v.db', 'w.json', ...model);
    expect([longer.code, longer.stderr]).toEqual([1, expect.stringMatching(/3 numbers.* have 2/)]);
  });

  it('keeps what it printed when it is killed', async () => {
    let last = -1;
    for (let kill = 0; kill < 3; kill++) {
      const { stdout } = await facegpu(
        ['gallery', 'enroll', 'killed.db', '--dir', 'people', '--jsonl'],
        {
          cwd: at(),
          async meanwhile(child) {
            await once(child.stdout, 'readable');
            setTimeout(() => child.kill('SIGKILL'), Math.random() * 300);
          },
        },
      );
      const listed = await json<Listed[]>('gallery', 'list', 'killed.db');
      const kept = listed.flatMap(({ photos }) => photos);
      for (const { file, name, id } of lines(stdout).filter((line) => 'id' in line)) {
        const person = listed.find((person) => person.id === id);
        expect(person?.name).toBe(name);
        expect(person?.photos).toContain(file);
      }
      expect(new Set(kept).size).toBe(kept.length);
      expect(kept.length).toBeGreaterThanOrEqual(last);
      last = kept.length;
    }
  });

  it('is encrypted with a passphrase', async () => {
    await writeFile(at('key.txt'), 'open sesame\n');
    await writeFile(at('wrong.txt'), 'open barley\n');
    const key = ['--key-file', 'key.txt'];
    const photo = ['--name', 'Ann', 'people/ann/1.png'];
    const enrolled = await run('gallery', 'enroll', 's.db', ...photo, '--json', ...key);
    expect(JSON.parse(enrolled.stdout)).toEqual([{ file: 'people/ann/1.png', name: 'Ann', id: 1 }]);
    const [ann] = await json<Listed[]>('gallery', 'list', 's.db', ...key);
    expect(ann).toEqual({ id: 1, name: 'Ann', photos: ['people/ann/1.png'] });
    const bytes = await readFile(at('s.db'));
    expect(bytes.includes('Ann')).toBe(false);
    expect(bytes.includes('1.png')).toBe(false);
    for (const more of [[], ['--key-file', 'wrong.txt']]) {
      const { code, stdout } = await run('gallery', 'list', 's.db', '--json', ...more);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'wrong-key' } });
    }
  });

  it.each([
    [['enroll', 'x.db', '--dir', 'people', '--resume', 'r'], /unknown option '--resume'/],
    [['list', 'missing.db'], /missing\.db: there is no gallery/],
    [['enroll', 'x.db', 'nobody.png'], /it is not clear whom the photos show/],
    [['enroll', 'x.db', '--dir', 'people', '--name', 'Ann'], /it is not clear whom/],
    [['search', 'x.db', 'nobody.png'], /required option '--person <person>' not specified/],
  ])('refuses %j', async (args, message) => {
    const outcome = await run('gallery', ...args);
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });
});
