import type { Box } from '@facegpu/pipeline';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where something may stand beside the box that it belongs to. */
export type Place = 'below' | 'above' | 'right' | 'left' | 'inside' | 'lower' | 'higher';

/** Something that belongs to a box and stands beside it. */
export interface Item {
  readonly box: Box;
  /** From the one that is liked best on. */
  readonly sizes: readonly Size[];
  readonly places: readonly Place[];
}

/** Where an item stands, and in which of its sizes. */
export interface Standing {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

const gap = 4;
/** What it costs to cover another item, and ever so little of it, another box or the own one as a whole; the next place, or size. */
const costs = { item: 100, touch: 10, box: 40, own: 30, place: 1, size: 2 };

/**
 * Puts items beside their boxes, one after the other, so that none leaves the stage and that they cover
 * each other and the boxes as little as can be: each takes the cheapest of its places and sizes.
 * Items of boxes that lie outside of the stage go there with them.
 */
export function arrange(items: readonly Item[], stage: Size): Standing[] {
  const boxes = [...new Set(items.map(({ box }) => box))];
  const taken: Box[] = [];
  return items.map((item) => {
    const { box } = item;
    const others = boxes.filter((other) => other !== box);
    const isSeen = shared(box, { x: 0, y: 0, ...stage }) > 0;
    let best: Standing = { x: 0, y: 0, size: 0 };
    let least = Number.POSITIVE_INFINITY;
    item.sizes.forEach((size, i) => {
      item.places.forEach((place, j) => {
        const free = { ...size, ...placeBeside(box, size, place) };
        const rect = isSeen ? within(free, stage) : free;
        const part = (rects: readonly Box[]) =>
          rects.reduce((sum, other) => sum + sharedPart(rect, other), 0);
        const covered =
          costs.item * part(taken) +
          (part(taken) > 0 ? costs.touch : 0) +
          costs.box * part(others) +
          costs.own * part([box]);
        const cost = covered + costs.size * i + costs.place * j;
        if (cost >= least) return;
        least = cost;
        best = { x: rect.x, y: rect.y, size: i };
      });
    });
    taken.push({ ...item.sizes[best.size], x: best.x, y: best.y });
    return best;
  });
}

function placeBeside(box: Box, { width, height }: Size, place: Place): { x: number; y: number } {
  const [middle, centre] = [box.x + (box.width - width) / 2, box.y + (box.height - height) / 2];
  const bottom = box.y + box.height;
  switch (place) {
    case 'below':
      return { x: middle, y: bottom + gap };
    case 'above':
      return { x: middle, y: box.y - height - gap };
    case 'lower':
      return { x: middle, y: bottom + height + 2 * gap };
    case 'higher':
      return { x: middle, y: box.y - 2 * (height + gap) };
    case 'right':
      return { x: box.x + box.width + gap, y: centre };
    case 'left':
      return { x: box.x - width - gap, y: centre };
    case 'inside':
      return { x: middle, y: bottom - height - gap };
  }
}

function within(rect: Box, stage: Size): Box {
  const clamp = (value: number, room: number) => Math.max(gap, Math.min(value, room - gap));
  return {
    ...rect,
    x: clamp(rect.x, stage.width - rect.width),
    y: clamp(rect.y, stage.height - rect.height),
  };
}

/** How much two rectangles share of the smaller one. */
function sharedPart(a: Box, b: Box): number {
  const smaller = Math.min(a.width * a.height, b.width * b.height);
  return shared(a, b) / Math.max(1, smaller);
}

function shared(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
