import { byteLength, type Dispatch, isConstant, type Tensor } from '@facegpu/kernels';

/** Where a tensor lies: which slab, and from which byte. */
export interface Place {
  readonly slab: number;
  readonly offset: number;
}

/** A few buffers that hold all of a plan's tensors, each for as long as something needs it. */
export interface MemoryPlan {
  /** Size of each slab in bytes. */
  readonly slabs: readonly number[];
  readonly places: ReadonlyMap<Tensor, Place>;
  /** The least that any plan needs: the most bytes alive during one dispatch. */
  readonly lowerBound: number;
}

/** Alignment of a storage binding's offset that every adapter accepts. */
const alignment = 256;

interface Life {
  readonly tensor: Tensor;
  readonly size: number;
  first: number;
  last: number;
}

/**
 * Colours slabs by live ranges. A dispatch may not bind one buffer both to read and to write, and
 * WebGPU looks at the whole buffer: so what a dispatch writes never shares a slab with what it reads.
 * Within a slab, tensors whose lives don't overlap share bytes.
 *
 * @param pinned tensors that must keep their values from before the first dispatch to after the last
 * @param limit the most bytes that a slab may have
 */
export function planMemory(
  dispatches: readonly Dispatch[],
  pinned: ReadonlySet<Tensor>,
  limit: number,
): MemoryPlan {
  const lives = liveRanges(dispatches, pinned);
  const neighbours = conflicts(dispatches);
  const places = new Map<Tensor, Place>();
  const slabs: { size: number; lives: (Life & Place)[] }[] = [];

  for (const life of lives) {
    const taken = new Set<number>();
    for (const other of neighbours.get(life.tensor) ?? []) {
      const place = places.get(other);
      if (place) taken.add(place.slab);
    }
    let best: { slab: number; offset: number; growth: number } | undefined;
    slabs.forEach((slab, i) => {
      if (taken.has(i)) return;
      const offset = firstGap(slab.lives, life);
      const growth = Math.max(0, offset + life.size - slab.size);
      if (offset + life.size <= limit && (!best || growth < best.growth)) {
        best = { slab: i, offset, growth };
      }
    });
    best ??= { slab: slabs.push({ size: 0, lives: [] }) - 1, offset: 0, growth: life.size };
    const slab = slabs[best.slab];
    slab.size += best.growth;
    slab.lives.push({ ...life, slab: best.slab, offset: best.offset });
    places.set(life.tensor, { slab: best.slab, offset: best.offset });
  }
  return { slabs: slabs.map(({ size }) => size), places, lowerBound: mostAlive(lives, dispatches) };
}

/** First and last dispatch of every tensor that needs room, in the order in which they appear. */
function liveRanges(dispatches: readonly Dispatch[], pinned: ReadonlySet<Tensor>): Life[] {
  const lives = new Map<Tensor, Life>();
  const touch = (tensor: Tensor, index: number) => {
    const { base } = tensor;
    if (base.storage || isConstant(base)) return;
    const life = lives.get(base);
    if (life) {
      life.last = Math.max(life.last, index);
      return;
    }
    const size = Math.ceil(Math.max(16, byteLength(base)) / alignment) * alignment;
    lives.set(base, { tensor: base, size, first: index, last: index });
  };
  for (const tensor of pinned) touch(tensor, 0);
  dispatches.forEach(({ tensors }, i) => {
    for (const tensor of tensors.values()) touch(tensor, i);
  });
  for (const tensor of pinned) {
    const life = lives.get(tensor.base);
    if (!life) continue;
    life.first = 0;
    life.last = dispatches.length;
  }
  return [...lives.values()];
}

/** For each tensor, those that some dispatch writes while reading it, and the reverse. */
function conflicts(dispatches: readonly Dispatch[]): Map<Tensor, Set<Tensor>> {
  const result = new Map<Tensor, Set<Tensor>>();
  const add = (a: Tensor, b: Tensor) => {
    const set = result.get(a) ?? new Set();
    result.set(a, set.add(b));
  };
  for (const { tensors } of dispatches) {
    const all = [...tensors].map(([{ type }, { base }]) => ({
      base,
      writes: type === 'read_write',
    }));
    for (const a of all) {
      for (const b of all) {
        if (a.base !== b.base && a.writes !== b.writes) add(a.base, b.base);
      }
    }
  }
  return result;
}

/** The lowest offset at which a tensor fits between those alive at the same time. */
function firstGap(placed: readonly (Life & Place)[], life: Life): number {
  const inTheWay = placed
    .filter(({ first, last }) => first <= life.last && last >= life.first)
    .sort((a, b) => a.offset - b.offset);
  let offset = 0;
  for (const other of inTheWay) {
    if (offset + life.size <= other.offset) break;
    offset = Math.max(offset, other.offset + other.size);
  }
  return offset;
}

function mostAlive(lives: readonly Life[], dispatches: readonly Dispatch[]): number {
  return dispatches.reduce((most, _, i) => {
    const alive = lives.filter(({ first, last }) => first <= i && last >= i);
    return Math.max(
      most,
      alive.reduce((sum, { size }) => sum + size, 0),
    );
  }, 0);
}
