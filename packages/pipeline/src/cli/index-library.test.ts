import { once } from 'node:events';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { samples } from '../testing/samples.ts';
import { emptyScene, portrait, useFolder } from './testing/photos.ts';
import { facegpu } from './testing/run.ts';

const [group] = samples;

const at = useFolder(async (folder) => {
  const file = (...names: string[]) => path.join(folder, ...names);
  await mkdir(file('library/2024/spring'), { recursive: true });
  await Promise.all([
    copyFile(group, file('library/group.jpg')),
    portrait('ann').flop().toFile(file('library/2024/ann.png')),
    portrait('bea').flop().toFile(file('library/2024/spring/bea.png')),
    emptyScene().toFile(file('library/2024/empty.png')),
    writeFile(file('library/broken.jpg'), 'Dear diary,\n'),
  ]);
});

interface Report {
  readonly photos: number;
  readonly indexed: number;
  readonly known: number;
  readonly faces: number;
  readonly failed: readonly { readonly file: string }[];
}

async function index(...args: string[]): Promise<{ code: number; report: Report; stderr: string }> {
  const all = ['index', 'library', '--gallery', 'g.db', '--json', ...args];
  const { code, stdout, stderr } = await facegpu(all, { cwd: at() });
  return { code, report: JSON.parse(stdout) as Report, stderr };
}

describe('facegpu index', () => {
  it('keeps every face of a library, looks at no photo twice, and goes on after a kill', async () => {
    await facegpu(['index', 'library', '--gallery', 'g.db', '--jsonl'], {
      cwd: at(),
      async meanwhile(child) {
        await once(child.stdout, 'readable');
        child.kill('SIGKILL');
      },
    });
    const first = await index();
    expect(first.code).toBe(1);
    expect(first.report).toMatchObject({ photos: 5, failed: [{ file: 'library/broken.jpg' }] });
    expect(first.report.indexed + first.report.known).toBe(4);
    expect(first.report.known).toBeGreaterThan(0);
    expect(first.stderr).toMatch(/^could not be used: 1: library\/broken\.jpg$/m);

    await rm(at('library/broken.jpg'));
    await copyFile(at('library/2024/ann.png'), at('library/copy.png'));
    const again = await index();
    expect(again.code).toBe(0);
    expect(again.report).toMatchObject({ photos: 5, indexed: 0, known: 5, faces: 0, failed: [] });

    const stats = await facegpu(['gallery', 'stats', 'g.db', '--json'], { cwd: at() });
    expect(JSON.parse(stats.stdout)).toMatchObject({ people: 0, faces: 0, photos: 4 });
    const { unnamed } = JSON.parse(stats.stdout) as { unnamed: number };
    expect(unnamed).toBeGreaterThanOrEqual(5);

    // Who is enrolled from a photo of it is there once.
    const enroll = ['gallery', 'enroll', 'g.db', '--name', 'Ann', 'library/2024/ann.png'];
    expect((await facegpu(enroll, { cwd: at() })).code).toBe(0);
    const named = await facegpu(['gallery', 'stats', 'g.db', '--json'], { cwd: at() });
    expect(JSON.parse(named.stdout)).toMatchObject({ people: 1, faces: 1, unnamed: unnamed - 1 });
    const other = await index('--max-faces', '50');
    expect(other.report).toMatchObject({ photos: 5, faces: unnamed - 1 });
    const list = await facegpu(['gallery', 'stats', 'g.db', '--json'], { cwd: at() });
    expect(JSON.parse(list.stdout)).toMatchObject({ people: 1, faces: 1, unnamed: unnamed - 1 });
  });
});
