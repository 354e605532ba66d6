import { describe, expect, it } from 'vitest';
import { SlotTable } from './slot-table.ts';

describe('a table of slots', () => {
  it.each([
    ['one after the other', 5000, (i: number) => i],
    ['far apart', 2 ** 32, (i: number) => (i * 0x1000001) % 2 ** 32],
    ['of one place, at first', 2 ** 32, (i: number) => Math.imul(i, 0x144cbc89) >>> 0],
    ['the largest', 2 ** 32, (i: number) => 2 ** 32 - 1 - i],
  ])('says what a map does: ids %s', (_, end, idOf) => {
    const table = new SlotTable();
    const map = new Map<number, number>();
    let state = 1;
    const next = (count: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * count);
    };
    for (let step = 0; step < 20_000; step++) {
      const id = idOf(next(Math.min(end, 3000)));
      // Grows for a while, then shrinks, then grows again.
      if (next(10) < ((step >> 12) % 2 === 0 ? 7 : 3)) {
        table.set(id, step);
        map.set(id, step);
      } else {
        table.delete(id);
        map.delete(id);
      }
      const other = idOf(next(3000));
      expect(table.get(other)).toBe(map.get(other));
    }
    expect(table.size).toBe(map.size);
    for (let i = 0; i < 3000; i++) expect(table.get(idOf(i))).toBe(map.get(idOf(i)));
  });
});
