import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { listPhotos } from '../dataset/list-photos.ts';
import { useFolder, writeFiles } from '../testing/use-folder.ts';
import { applyDecisions } from './apply.ts';
import { writeDecisions } from './decision-file.ts';
import type { Decision } from './decisions.ts';

const at = useFolder();
const decide = (file: string, content: string, action: Decision['action'], person?: string) => {
  const hash = createHash('sha256').update(content).digest('hex');
  return { file, hash, action, person, at: '2026-11-26T20:00:00.000Z' };
};

/** Three people's photos in a folder of their own, and decisions on them. */
async function useSet(name: string): Promise<{ data: string; decisions: string }> {
  await writeFiles(at(name), {
    'data/Ann/1.jpg': 'ann 1',
    'data/Ann/2.jpg': 'bob, really',
    'data/Ann/deep/3.jpg': 'nobody',
    'data/Bob/2.jpg': 'bob 2',
    'data/Cy/1.jpg': 'cy 1',
  });
  const decisions = at(name, 'decisions.json');
  await writeDecisions(decisions, [
    decide('Ann/1.jpg', 'ann 1', 'keep'),
    decide('Ann/2.jpg', 'bob, really', 'move', 'Bob'),
    decide('Ann/deep/3.jpg', 'nobody', 'drop'),
    decide('Cy/1.jpg', 'cy 1', 'unsure'),
    decide('Cy/9.jpg', 'gone', 'keep'),
  ]);
  return { data: at(name, 'data'), decisions };
}

const files = async (folder: string) =>
  (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.jpg')).sort();

describe('applyDecisions', () => {
  it('writes the cleaned set, and leaves files where they lie', async () => {
    const { data, decisions } = await useSet('csv');
    const before = await files(data);
    expect(await applyDecisions(data, decisions)).toEqual({
      csv: at('csv', 'cleaned.csv'),
      people: 3,
      kept: 4,
      moved: 1,
      dropped: 1,
      unsure: 1,
      stale: ['Cy/9.jpg'],
    });
    expect(await files(data)).toEqual(before);
    const text = await readFile(at('csv', 'cleaned.csv'), 'utf8');
    expect(text.split(/\r?\n/)).toEqual([
      'file,person',
      'data/Ann/1.jpg,Ann',
      'data/Ann/2.jpg,Bob',
      'data/Bob/2.jpg,Bob',
      'data/Cy/1.jpg,Cy',
      '',
    ]);
    // The CSV file takes the place of the folder.
    expect((await listPhotos(at('csv', 'cleaned.csv'))).photos).toHaveLength(4);
  });

  it('moves files when asked, over nothing, and deletes none', async () => {
    const { data, decisions } = await useSet('move');
    await applyDecisions(data, decisions, { move: true });
    expect(await files(data)).toEqual([
      '.dropped/Ann/deep/3.jpg',
      'Ann/1.jpg',
      'Bob/2-2.jpg',
      'Bob/2.jpg',
      'Cy/1.jpg',
    ]);
    expect(await readFile(at('move', 'data/Bob/2-2.jpg'), 'utf8')).toBe('bob, really');
    expect(await readFile(at('move', 'data/Bob/2.jpg'), 'utf8')).toBe('bob 2');
    expect(await readFile(at('move', 'cleaned.csv'), 'utf8')).toContain('data/Bob/2-2.jpg,Bob');
    // Again: everything is done.
    expect(await applyDecisions(data, decisions, { move: true })).toMatchObject({
      kept: 4,
      moved: 0,
      dropped: 0,
      stale: ['Cy/9.jpg'],
    });
    expect(await files(data)).toHaveLength(5);
  });

  it('refuses what cannot be a folder, before anything moves', async () => {
    const { data, decisions } = await useSet('bad');
    await writeDecisions(decisions, [
      decide('Ann/deep/3.jpg', 'nobody', 'drop'),
      decide('Ann/2.jpg', 'bob, really', 'move', '../Bob'),
    ]);
    const before = await files(data);
    await expect(applyDecisions(data, decisions, { move: true })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('"../Bob"'),
    });
    expect(await files(data)).toEqual(before);
  });

  it('moves nothing of a CSV file, which says itself whom photos show', async () => {
    const { decisions } = await useSet('listed');
    await writeFiles(at('listed'), { 'people.csv': 'data/Ann/1.jpg,Ann\n' });
    await expect(
      applyDecisions(at('listed', 'people.csv'), decisions, { move: true }),
    ).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
