import type { Rows } from './rows.ts';
import type { Filter } from './vector-index.ts';

/** Some of an index' slots. */
export interface Slots {
  /** A bit for each slot, the lowest of a word first. */
  readonly mask: Uint32Array<ArrayBuffer>;
  /** How many there are. */
  readonly count: number;
}

/** The slots whose vectors a filter lets through. */
export function slotsOf(filter: Filter, rows: Rows): Slots {
  const mask = new Uint32Array(Math.ceil(rows.end / 32));
  let count = 0;
  const allow = (slot: number) => {
    const bit = 1 << slot;
    if ((mask[slot >>> 5] & bit) === 0) count++;
    mask[slot >>> 5] |= bit;
  };
  if ('ids' in filter) {
    for (let i = 0; i < filter.ids.length; i++) {
      const slot = rows.slotOf(filter.ids[i]);
      if (slot !== undefined) allow(slot);
    }
    return { mask, count };
  }
  const { bitmap } = filter;
  for (let slot = 0; slot < rows.end; slot++) {
    const holds = (rows.mask[slot >>> 5] >>> (slot & 31)) & 1;
    const id = rows.labels[slot];
    if (holds && (bitmap[id >>> 5] >>> (id & 31)) & 1) allow(slot);
  }
  return { mask, count };
}
