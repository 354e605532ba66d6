import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { useFolder } from '../testing/use-folder.ts';
import { readDecisions, writeDecisions } from './decision-file.ts';
import { type Decision, decisionsFormat, parseDecisions } from './decisions.ts';
import { followDecisions } from './follow-decisions.ts';

const at = useFolder();
const decide = (
  file: string,
  action: Decision['action'],
  more: Partial<Decision> = {},
): Decision => {
  return { file, hash: `hash of ${file}`, action, at: '2026-11-26T20:00:00.000Z', ...more };
};

describe('a file of decisions', () => {
  it('comes back as it was written, the later of two decisions on a photo', async () => {
    const file = at('decisions.json');
    const first = decide('b.jpg', 'drop');
    const later = decide('b.jpg', 'move', { person: 'Ann', at: '2026-11-26T20:00:01.000Z' });
    await writeDecisions(file, [later, first, decide('a.jpg', 'keep')]);
    expect(await readDecisions(file)).toEqual([decide('a.jpg', 'keep'), later]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ format: decisionsFormat });
  });

  it('may not be there yet, if that is expected', async () => {
    expect(await readDecisions(at('none.json'), true)).toEqual([]);
    await expect(readDecisions(at('none.json'))).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(writeDecisions(at('no', 'd.json'), [])).rejects.toMatchObject({
      code: 'file-unwritable',
    });
  });

  it.each([
    ['{', /no file of decisions/],
    ['[]', /format isn't facegpu-decisions-1/],
    [{ format: decisionsFormat }, /has no list/],
    [{ format: decisionsFormat, decisions: [decide('a', 'keep'), null] }, /decision 2 is null/],
    [{ format: decisionsFormat, decisions: [decide('a', 'move')] }, /decision 1/],
    [{ format: decisionsFormat, decisions: [{ ...decide('a', 'keep'), action: 'eat' }] }, /eat/],
    [{ format: decisionsFormat, decisions: [{ ...decide('a', 'keep'), hash: 7 }] }, /decision 1/],
  ])('is refused where it is %j', async (content, message) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(at('bad.json'), text);
    await expect(readDecisions(at('bad.json'))).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(message),
    });
    expect(() => parseDecisions(text, 'x')).toThrow(message);
  });
});

describe('followDecisions', () => {
  const photo = (file: string, person: string, hash = `hash of ${file}`) => ({
    file,
    person,
    hash,
  });
  const photos = [photo('Ann/1.jpg', 'Ann'), photo('Ann/2.jpg', 'Ann'), photo('Bob/3.jpg', 'Bob')];

  it('moves, drops, and leaves the rest', () => {
    const { kept, dropped, stale } = followDecisions(photos, [
      decide('Ann/1.jpg', 'move', { person: 'Bob' }),
      decide('Ann/2.jpg', 'drop'),
      decide('Bob/3.jpg', 'unsure'),
    ]);
    expect(kept).toEqual([photo('Ann/1.jpg', 'Bob'), photo('Bob/3.jpg', 'Bob')]);
    expect(dropped).toEqual([photo('Ann/2.jpg', 'Ann')]);
    expect(stale).toEqual([]);
  });

  it('knows a photo again by its bytes, unless there are two', () => {
    const moved = [photo('Bob/1-2.jpg', 'Bob', 'hash of Ann/1.jpg'), photos[2]];
    const decision = decide('Ann/1.jpg', 'keep');
    expect([...followDecisions(moved, [decision]).decided]).toEqual([['Bob/1-2.jpg', decision]]);
    const copies = [...moved, photo('Cy/1.jpg', 'Cy', 'hash of Ann/1.jpg')];
    expect(followDecisions(copies, [decision])).toMatchObject({ stale: [decision], kept: copies });
  });

  it('leaves alone a photo that was replaced by another', () => {
    const replaced = [photo('Ann/1.jpg', 'Ann', 'other')];
    const decision = decide('Ann/1.jpg', 'move', { person: 'Bob' });
    expect(followDecisions(replaced, [decision])).toMatchObject({
      kept: replaced,
      stale: [decision],
    });
  });
});
