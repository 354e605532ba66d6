import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawRange, rangeCases } from './range.cases.ts';
import { rangeReference, sortHits } from './range.reference.ts';
import { range } from './range.ts';

kernelTest('range', {
  cases: rangeCases,
  draw: drawRange,
  reals: ['f32'],
  run: async (f, { rows, size, limit, special = false, live = rows, ...kase }) => {
    const extremes = [NaN, Infinity, -Infinity, 3.4028234663852886e38, -0, 0.5];
    // A few levels, so that some values meet a limit.
    const draw = () =>
      special && f.random.integer(0, 2) === 0
        ? f.random.pick(extremes)
        : Math.round(f.random.uniform(-1, 1) * 32) / 32;
    const input = f.input([rows, size], 'dense', Float64Array.from({ length: rows * size }, draw));
    const limits = f.input(
      [rows],
      'dense',
      f.values(rows).map((own) => limit ?? own),
    );
    const labels = f.input([size], 'dense', Uint32Array.from({ length: size }, labelOf), 'u32');
    const reference = rangeReference(
      input.values.subarray(0, live * size),
      size,
      limits.values.subarray(0, live),
      labels.values,
    );
    const { room = reference.length } = kase;
    const hits = {
      count: f.input([1], 'dense', [0], 'u32').tensor,
      rows: f.output([room], 'dense', 'u32'),
      labels: f.output([room], 'dense', 'u32'),
      values: f.output([room], 'dense', 'f32'),
    };
    const tensors = { input: input.tensor, limits: limits.tensor, labels: labels.tensor };
    await f.run(range({ ...tensors, hits, live: f.live(live === rows ? undefined : live) }));
    const [count] = await f.read(hits.count);
    expect(count).toBe(reference.length);
    const [hitRows, hitLabels, values] = [
      await f.read(hits.rows),
      await f.read(hits.labels),
      await f.read(hits.values),
    ];
    const got = Array.from(hitRows, (row, i) => ({ row, label: hitLabels[i], value: values[i] }));
    if (room >= reference.length) {
      expect(sortHits(got)).toEqual(reference);
    } else {
      // Which ones found room is left open; each is a hit, and none is there twice.
      const known = new Set(reference.map((hit) => JSON.stringify(hit)));
      expect(new Set(got.map((hit) => JSON.stringify(hit))).size).toBe(room);
      for (const hit of got) expect(known).toContain(JSON.stringify(hit));
    }
  },
});

/** Labels are in no order. */
function labelOf(_: unknown, i: number): number {
  return (Math.imul(i, 0x9e3779b1) ^ 0x5555) >>> 0;
}

describe('range arguments', () => {
  const layout = 'dense';
  const words = (...shape: number[]) => new Tensor('test', { shape, dtype: 'u32', layout });
  const floats = (...shape: number[]) => new Tensor('test', { shape, dtype: 'f32', layout });
  const hits = { count: words(1), rows: words(9), labels: words(9), values: floats(9) };
  const args = { input: floats(2, 7), limits: floats(2), labels: words(7), hits };

  it.each([
    ['an input of one axis', { input: floats(7) }],
    ['rows without values', { input: floats(2, 0), labels: words(0) }],
    ['limits of other rows', { limits: floats(3) }],
    ['labels of other values', { labels: words(8) }],
    ['lists of different lengths', { hits: { ...hits, rows: words(8) } }],
    ['a count of two numbers', { hits: { ...hits, count: words(2) } }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => range({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
