import {
  type Binding,
  byteLength,
  ConstantTensor,
  type Dispatch,
  struct,
  Tensor,
} from '@facegpu/kernels';
import { Random } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { type MemoryPlan, planMemory } from './memory.ts';

describe('planMemory', () => {
  it('lets tensors share bytes once their lives are over', () => {
    const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => tensor(name, 64));
    const chain = [step([a], b), step([b], c), step([c], d), step([d], e)];
    const plan = planMemory(chain, new Set([a, e]), Number.POSITIVE_INFINITY);
    const total = plan.slabs.reduce((sum, size) => sum + size, 0);
    // The pinned ends for the whole time, and two neighbours at a time of what is between them.
    expect(total).toBe(4 * 256);
    expect(plan.lowerBound).toBe(4 * 256);
  });

  it('keeps apart what may not meet, in random graphs', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { dispatches, pinned } = drawGraph(new Random(seed));
      check(planMemory(dispatches, pinned, 4096), dispatches, pinned);
    }
  });

  it('leaves constants and tensors with storage of their own alone', () => {
    const spec = { shape: [4], dtype: 'f32', layout: 'dense' } as const;
    const constant = new ConstantTensor('weight', spec, new Float32Array(4));
    const buffer = {} as GPUBuffer;
    const external = new Tensor('external', spec, { buffer, offset: 0, size: 16 });
    const output = tensor('output', 4);
    const plan = planMemory([step([constant, external], output)], new Set(), 4096);
    expect([...plan.places.keys()]).toEqual([output]);
  });

  it('gives a view the place of what it shows', () => {
    const a = tensor('a', 64);
    const plan = planMemory(
      [step([tensor('x', 4)], a), step([a.view([8, 8])], tensor('y', 4))],
      new Set(),
      4096,
    );
    expect([...plan.places.keys()].map(({ label }) => label)).toEqual(['x', 'a', 'y']);
  });
});

function tensor(label: string, size: number): Tensor {
  return new Tensor(label, { shape: [size], dtype: 'f32', layout: 'dense' });
}

function step(inputs: readonly Tensor[], output: Tensor): Dispatch {
  const tensors = new Map<Binding, Tensor>();
  inputs.forEach((input, i) => {
    tensors.set({ name: `input ${i}`, binding: i, type: 'read' }, input);
  });
  tensors.set({ name: 'output', binding: inputs.length, type: 'read_write' }, output);
  return {
    label: output.label,
    module: { name: '', code: '', bindings: [] },
    params: { struct: struct({}), bytes: new ArrayBuffer(16) },
    tensors,
    workgroups: [1, 1, 1],
  };
}

function drawGraph(random: Random): { dispatches: Dispatch[]; pinned: Set<Tensor> } {
  const tensors = [tensor('input', 100)];
  const dispatches = Array.from({ length: random.integer(1, 20) }, (_, i) => {
    const inputs = Array.from({ length: random.integer(1, 3) }, () =>
      random.pick(tensors.slice(-6)),
    );
    const output = tensor(`t${i}`, random.integer(1, 400));
    tensors.push(output);
    return step([...new Set(inputs)], output);
  });
  return { dispatches, pinned: new Set([tensors[0], tensors.at(-1) as Tensor]) };
}

function check(plan: MemoryPlan, dispatches: readonly Dispatch[], pinned: ReadonlySet<Tensor>) {
  const place = (t: Tensor) => {
    const found = plan.places.get(t.base);
    if (!found) throw new Error(`${t.label} has no place`);
    return { ...found, end: found.offset + byteLength(t) };
  };
  dispatches.forEach(({ tensors }) => {
    const all = [...tensors];
    for (const [a, x] of all) {
      for (const [b, y] of all) {
        if (a.type !== b.type) expect(place(x).slab).not.toBe(place(y).slab);
      }
    }
  });
  const life = (t: Tensor) => {
    if (pinned.has(t)) return [0, dispatches.length];
    const uses = dispatches.flatMap((d, i) => ([...d.tensors.values()].includes(t) ? [i] : []));
    return [uses[0], uses.at(-1) as number];
  };
  for (const t of plan.places.keys()) {
    expect(place(t).offset % 256).toBe(0);
    expect(place(t).end).toBeLessThanOrEqual(plan.slabs[place(t).slab]);
    for (const u of plan.places.keys()) {
      const [tl, ul] = [life(t), life(u)];
      const together = tl[0] <= ul[1] && ul[0] <= tl[1];
      if (t === u || !together || place(t).slab !== place(u).slab) continue;
      expect(place(t).end <= place(u).offset || place(u).end <= place(t).offset).toBe(true);
    }
  }
}
