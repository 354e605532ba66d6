import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergePeople, renamePerson } from '../cluster/edit-people.ts';
import { formatPeople, type PeopleFile, parsePeople } from '../cluster/people-file.ts';
import { samples } from '../testing/samples.ts';
import { emptyScene, portrait, useFolder } from './testing/photos.ts';
import { facegpu } from './testing/run.ts';

const [group] = samples;

const at = useFolder(async (folder) => {
  const file = (...names: string[]) => path.join(folder, ...names);
  await mkdir(file('library/2024'), { recursive: true });
  await Promise.all([
    copyFile(group, file('library/group.jpg')),
    copyFile(group, file('library/2024/copy.jpg')),
    portrait('ann').flop().toFile(file('library/2024/ann.png')),
    portrait('bea').flop().toFile(file('library/2024/bea.png')),
    emptyScene().toFile(file('library/empty.png')),
    writeFile(file('library/broken.jpg'), 'Dear diary,\n'),
  ]);
});

interface Report {
  readonly photos: number;
  readonly faces: number;
  readonly people: readonly {
    readonly id: number;
    readonly name: string | null;
    readonly faces: readonly { readonly file: string; readonly doubtful: boolean }[];
  }[];
}

async function cluster(
  ...args: string[]
): Promise<{ code: number; report: Report; stderr: string }> {
  const all = ['cluster', 'library', '--json', '--detector', 'tiny', ...args];
  const { code, stdout, stderr } = await facegpu(all, { cwd: at() });
  return { code, report: JSON.parse(stdout) as Report, stderr };
}

/** Whom a report shows, by the files. */
const filesOf = ({ people }: Report) =>
  people.map(({ faces }) =>
    faces
      .map(({ file }) => path.basename(file))
      .sort()
      .join(' '),
  );

describe('facegpu cluster', () => {
  it('groups a library, keeps what was decided, and enrolls who has a name', async () => {
    const kept = ['--decisions', 'people.json', '--resume', 'faces.jsonl'];
    const first = await cluster(...kept, '--out', 'people.html');
    // A file that is broken is said, and the rest is done.
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/group\.jpg: the same photo as library\/2024\/copy\.jpg/);
    expect(first.report).toMatchObject({ photos: 4, faces: 5 });
    expect(filesOf(first.report).sort()).toEqual([
      'ann.png copy.jpg',
      'bea.png copy.jpg',
      'copy.jpg',
    ]);
    const page = await readFile(at('people.html'), 'utf8');
    expect(page.match(/data:image\/webp/g)).toHaveLength(5);

    const withAnn = first.report.people.find(({ faces }) => /ann/.test(JSON.stringify(faces)));
    const read = async () => parsePeople(await readFile(at('people.json'), 'utf8'), 'people.json');
    const named = renamePerson(await read(), withAnn?.id ?? 0, 'Ann', () => false) as PeopleFile;
    await writeFile(at('people.json'), formatPeople(named));
    const again = await cluster(...kept, '--gallery', 'people.db');
    expect(again.report.people.find(({ name }) => name === 'Ann')?.id).toBe(withAnn?.id);
    expect(filesOf(again.report)).toEqual(filesOf(first.report));
    const list = await facegpu(['gallery', 'list', 'people.db', '--json'], { cwd: at() });
    expect(JSON.parse(list.stdout)).toMatchObject([{ name: 'Ann', photos: expect.any(Array) }]);
    expect(JSON.parse(list.stdout)[0].photos).toHaveLength(2);
    const twice = await cluster(...kept, '--gallery', 'people.db');
    expect(twice.stderr).toMatch(/0 faces were enrolled, 2 were there/);

    // Who is in one photo is two people, whatever a file says.
    const both = await read();
    const [a, b] = both.people.filter(({ faces }) => faces.length > 1);
    expect(mergePeople(both, [a.id, b.id], () => false)).toBeUndefined();
    const wrong = { ...both, people: both.people.map((person) => ({ ...person, told: ['x'] })) };
    await writeFile(at('wrong.json'), JSON.stringify(wrong));
    const refused = await facegpu(['cluster', 'library', '--decisions', 'wrong.json'], {
      cwd: at(),
    });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/wrong\.json is no file of people: x is told of person/);
  });

  it('needs a file for what a served page decides', async () => {
    const { code, stderr } = await facegpu(['cluster', 'library', '--serve'], { cwd: at() });
    expect(code).toBe(1);
    expect(stderr).toMatch(/has no file/);
  });
});
