import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ResumeFile } from './resume-file.ts';
import { useFolder } from './testing/photos.ts';

const key = (i: number) => i.toString(16).padStart(64, '0');
const line = (i: number, text: string) => JSON.stringify({ key: key(i), text });

const within = useFolder(async (folder) => {
  // Longer than what is read at once, and not of bytes alone.
  const long = Array.from({ length: 40 }, (_, i) => line(i, 'é'.repeat(i * 1999)));
  await writeFile(path.join(folder, 'long'), `${long.join('\n')}\n`);
  await writeFile(
    path.join(folder, 'cut'),
    `${line(1, 'one')}\nnothing\n\n${line(2, 'two').slice(0, -3)}`,
  );
});

describe('ResumeFile', () => {
  it('finds each line, and what was added behind them', async () => {
    await using file = await ResumeFile.open(within('long'));
    expect(file.count).toBe(40);
    for (const i of [0, 1, 17, 39])
      expect(await file.get(key(i))).toBe(line(i, 'é'.repeat(i * 1999)));
    expect(await file.get(key(40))).toBeUndefined();
    await Promise.all([40, 41, 42].map((i) => file.add(key(i), line(i, `new ${i}`))));
    for (const i of [40, 41, 42]) expect(await file.get(key(i))).toBe(line(i, `new ${i}`));
    // What is there stays.
    await file.add(key(1), line(1, 'other'));
    expect(await file.get(key(1))).toBe(line(1, 'é'.repeat(1999)));
  });

  it('leaves out a line that was cut off, and lets it swallow no other', async () => {
    {
      await using file = await ResumeFile.open(within('cut'));
      expect(file.count).toBe(1);
      expect(await file.get(key(2))).toBeUndefined();
      await file.add(key(2), line(2, 'two'));
      expect(await file.get(key(2))).toBe(line(2, 'two'));
    }
    await using again = await ResumeFile.open(within('cut'));
    expect(again.count).toBe(2);
    expect(await again.get(key(2))).toBe(line(2, 'two'));
    expect((await readFile(within('cut'), 'utf8')).endsWith(`${line(2, 'two')}\n`)).toBe(true);
  });

  it('is no folder', async () => {
    await expect(ResumeFile.open(within())).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining("can't keep results: EISDIR"),
    });
  });
});
