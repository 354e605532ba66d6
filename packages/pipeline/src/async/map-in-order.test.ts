import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapInOrder } from './map-in-order.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('mapInOrder', () => {
  it.each([1, 2, 3, 7])('yields in order, with %i under way at once at most', async (most) => {
    let running = 0;
    let peak = 0;
    const numbers = Array.from({ length: 13 }, (_, i) => i);
    const work = async (item: number, index: number) => {
      peak = Math.max(peak, ++running);
      // The later ones of a few are ready first.
      await sleep(10 - (item % 5) * 2);
      running--;
      return [item * 10, index];
    };
    const got = await collect(mapInOrder(numbers, most, work));
    expect(got).toEqual(numbers.map((number) => [number * 10, number]));
    expect(peak).toBe(most);
  });

  it('yields nothing of nothing', async () => {
    expect(await collect(mapInOrder([], 3, async (item) => item))).toEqual([]);
  });

  it('asks for no item before there is a place for it', async () => {
    let asked = 0;
    function* items() {
      for (let i = 0; i < 100; i++) {
        asked++;
        yield i;
      }
    }
    const results = mapInOrder(items(), 3, async (item) => item);
    expect((await results.next()).value).toBe(0);
    await sleep(5);
    expect(asked).toBeLessThanOrEqual(4);
    expect((await results.next()).value).toBe(1);
    expect(asked).toBeLessThanOrEqual(5);
    await results.return();
  });

  it('yields what is there while the next item is long in coming', async () => {
    let deliver = () => {};
    const later = new Promise<void>((resolve) => {
      deliver = resolve;
    });
    async function* items() {
      yield 'first';
      await later;
      yield 'second';
    }
    const results = mapInOrder(items(), 4, async (item) => item);
    expect((await results.next()).value).toBe('first');
    deliver();
    expect((await results.next()).value).toBe('second');
    expect((await results.next()).done).toBe(true);
  });

  it('waits for no item once nobody reads on', async () => {
    async function* items() {
      yield 'first';
      await new Promise(() => {});
      yield 'never';
    }
    for await (const item of mapInOrder(items(), 4, async (item) => item)) {
      expect(item).toBe('first');
      break;
    }
  });

  it('throws at the turn of the item that failed, and lets go of the items', async () => {
    let isReturned = false;
    function* items() {
      try {
        yield* [0, 1, 2, 3, 4];
      } finally {
        isReturned = true;
      }
    }
    const got: number[] = [];
    const run = async () => {
      const work = async (item: number) => {
        if (item === 2) throw new Error('no 2');
        await sleep(3);
        return item;
      };
      for await (const item of mapInOrder(items(), 3, work)) got.push(item);
    };
    await expect(run()).rejects.toThrow('no 2');
    // The failure may come while those before it are under way: theirs is the earlier turn.
    expect(got).toEqual([0, 1]);
    expect(isReturned).toBe(true);
  });

  it('throws what the items throw', async () => {
    async function* items() {
      yield 1;
      throw new Error('the list is torn');
    }
    const results = mapInOrder(items(), 2, async (item) => item);
    await expect(collect(results)).rejects.toThrow('the list is torn');
  });
});
