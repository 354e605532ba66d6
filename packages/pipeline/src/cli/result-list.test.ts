import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GrowingTable } from './growing-table.ts';
import { createResultList, type Looks } from './result-list.ts';

/** What was printed, part by part. */
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
});

afterEach(() => vi.restoreAllMocks());

const looks: Looks<number> = {
  json: (number) => ({ number, nested: { list: [number, 'a\nb'] } }),
  line: (number) => ({ number }),
  columns: [
    { head: 'number', width: 6 },
    { head: 'twice', width: 3 },
  ],
  rows: (number) => [
    [String(number), '1'],
    ['', '2'],
  ],
};

describe('results as JSON', () => {
  it.each([0, 1, 2, 7])('are the array of all %i, printed one by one', async (count) => {
    const numbers = Array.from({ length: count }, (_, i) => i);
    const list = createResultList('json', looks);
    for (const number of numbers) {
      await list.add(number);
      expect(printed.length).toBe(number + 1);
    }
    await list.end();
    expect(printed.join('')).toBe(`${JSON.stringify(numbers.map(looks.json), null, 1)}\n`);
  });

  it('are whole where an error ends them, and nothing where there is none yet', async () => {
    for (const count of [0, 1, 2]) {
      printed = [];
      const work = async () => {
        await using list = createResultList('json', looks);
        for (let i = 0; i < count; i++) await list.add(i);
        throw new Error('lost');
      };
      await expect(work()).rejects.toThrow('lost');
      if (count === 0) expect(printed).toEqual([]);
      else expect(JSON.parse(printed.join(''))).toHaveLength(count);
    }
  });
});

describe('results as lines', () => {
  it('are whole each', async () => {
    const list = createResultList('jsonl', looks);
    await list.add(3);
    await list.add(4);
    await list.end();
    expect(printed).toEqual(['{"number":3}\n', '{"number":4}\n']);
  });
});

describe('results as a table', () => {
  it('grow, and have a frame around them', async () => {
    const list = createResultList('table', looks);
    await list.add(3);
    const begun = printed.join('').split('\n');
    expect(begun.map((line) => line[0])).toEqual(['┌', '│', '├', '│', '│', undefined]);
    await list.add(44);
    await list.end();
    const lines = printed.join('').trim().split('\n');
    expect(lines.map((line) => line[0])).toEqual(['┌', '│', '├', '│', '│', '│', '│', '└']);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[5]).toContain('44');
  });

  it('has a head without results', async () => {
    const table = new GrowingTable(looks.columns);
    await table.end();
    expect(printed.join('')).toContain('number');
  });
});
