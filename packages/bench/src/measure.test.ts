import { describe, expect, it, vi } from 'vitest';
import { measure } from './measure.ts';

describe('measure', () => {
  it('gives everyone a run in every round, and begins each round with another one', async () => {
    const order: string[] = [];
    const contenders = ['a', 'b'].map((name) => ({
      name,
      run: async () => {
        order.push(name);
      },
    }));
    const times = await measure(contenders, { rounds: 2, turn: 0.001 });
    expect(order[0]).toBe('a');
    expect(order.lastIndexOf('a')).toBe(order.length - 1);
    for (const { runs, median, quartiles } of times.values()) {
      expect(runs).toBeGreaterThanOrEqual(2);
      expect(quartiles[0]).toBeLessThanOrEqual(median);
      expect(quartiles[1]).toBeGreaterThanOrEqual(median);
    }
  });

  it("counts a contender's own time, for no more turns than it wants", async () => {
    let milliseconds = 0;
    const contenders = [
      { name: 'child', ownTime: true, turns: 2, run: async () => (milliseconds += 5) },
      { name: 'other', run: async () => undefined },
    ];
    const times = await measure(contenders, { rounds: 4, turn: 1 });
    expect(times.get('child')).toEqual({ median: 7.5, quartiles: [6.25, 8.75], runs: 2 });
    expect(times.get('other')?.runs).toBeGreaterThanOrEqual(4);
  });

  it('gives no more turns to who took too long', async () => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const take = (name: string, milliseconds: number) => ({
      name,
      ownTime: true,
      run: async () => {
        now += milliseconds;
        return milliseconds;
      },
    });
    const effort = { rounds: 4, turn: 1, most: 150 };
    const times = await measure([take('slow', 100), take('fast', 1)], effort);
    clock.mockRestore();
    expect([times.get('slow')?.runs, times.get('fast')?.runs]).toEqual([2, 4]);
  });

  it('passes a failure on', async () => {
    const broken = { name: 'a', run: () => Promise.reject(new Error('no memory')) };
    await expect(measure([broken], { rounds: 1, turn: 1 })).rejects.toThrow('no memory');
  });
});
