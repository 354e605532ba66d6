import { Tensor } from '../tensor/tensor.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { mergeTopK, type TopKList } from './merge.ts';
import {
  drawMergeTopK,
  drawTopK,
  mergeTopKCases,
  type TopKValues,
  topKCases,
} from './top-k.cases.ts';
import { type TopKReference, topKReference } from './top-k.reference.ts';
import { topK, topKScratch } from './top-k.ts';

kernelTest('top-k', {
  cases: topKCases,
  draw: drawTopK,
  reals: ['f32'],
  run: async (f, { rows, size, k, values, labelled = false, spare, live }) => {
    const input = f.input([rows, size], 'dense', drawValues(f, rows * size, values));
    const labels = drawLabels(f, size, labelled);
    const output = outputList(f, rows, k);
    const args = {
      input: input.tensor,
      ...output,
      labels: labelled ? f.input([size], 'dense', labels, 'u32').tensor : undefined,
      scratch: spare === undefined ? undefined : topKScratch(rows, size + spare, k),
      live: f.live(live),
    };
    await f.run(topK(args));
    await compareLists(f, output, topKReference(input.values, size, k, labels), live);
  },
});

// The best of two halves, found one by one, are the best of the whole.
kernelTest('merge-top-k', {
  cases: mergeTopKCases,
  draw: drawMergeTopK,
  reals: ['f32'],
  run: async (f, { rows, sizes: [left, right], k, labelled = false, live: liveCount }) => {
    const size = left + right;
    const labels = drawLabels(f, size, labelled);
    // Few levels, so that values tie across the halves.
    const values = drawValues(f, rows * size, 'ties');
    const first = outputList(f, rows, Math.min(k, left));
    const second = outputList(f, rows, Math.min(k, right));
    const merged = outputList(f, rows, k);
    const live = f.live(liveCount);
    const half = (begin: number, end: number, list: TopKList) => {
      const own = values.filter((_, i) => i % size >= begin && i % size < end);
      return topK({
        input: f.input([rows, end - begin], 'dense', own).tensor,
        labels: f.input([end - begin], 'dense', labels.subarray(begin, end), 'u32').tensor,
        ...list,
        live,
      });
    };
    const dispatches = [
      ...half(0, left, first),
      ...half(left, size, second),
      ...mergeTopK({ first, second, merged, live }),
    ];
    await f.run(dispatches);
    await compareLists(f, merged, topKReference(values, size, k, labels), liveCount);
  },
});

function outputList(f: KernelFixture, rows: number, k: number): TopKList {
  return {
    values: f.output([rows, k], 'dense', 'f32'),
    indices: f.output([rows, k], 'dense', 'u32'),
  };
}

function drawValues(f: KernelFixture, count: number, kind: TopKValues): Float64Array {
  const { random } = f;
  if (kind === 'distinct') return f.values(count);
  const special = [NaN, -NaN, Infinity, -Infinity, -0, 0, 3.4028234663852886e38];
  const draw = {
    ties: () => random.integer(-3, 3),
    special: () => (random.integer(0, 2) === 0 ? random.pick(special) : random.uniform(-1, 1)),
    nan: () => NaN,
  }[kind];
  return Float64Array.from({ length: count }, draw);
}

/** Places, or different numbers in any order, up to the largest that a label may be. */
function drawLabels({ random }: KernelFixture, size: number, labelled: boolean): Uint32Array {
  const labels = Uint32Array.from({ length: size }, (_, i) => i);
  if (!labelled) return labels;
  for (let i = size - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [labels[i], labels[j]] = [labels[j], labels[i]];
  }
  return labels.map((label) => 0xfffffffe - 7 * label);
}

/** Values and indices are copied, never computed: they must be the very ones. */
async function compareLists(
  f: KernelFixture,
  { values, indices }: TopKList,
  reference: TopKReference,
  live: number | undefined,
): Promise<void> {
  const exact = { relative: 0 };
  await f.compareLive(indices, reference.indices, live, exact);
  await f.compareLive(values, reference.values, live, exact);
}

const tensor = (shape: number[], dtype: 'f32' | 'u32' = 'f32') =>
  new Tensor('test', { shape, dtype, layout: 'dense' });
const list = (rows: number, k: number): TopKList => ({
  values: tensor([rows, k]),
  indices: tensor([rows, k], 'u32'),
});
const mismatch = expect.objectContaining({ code: 'shape-mismatch' });

describe('top-k arguments', () => {
  it.each([
    ['an input of one axis', { input: tensor([7]) }],
    ['a k larger than a row', list(2, 8)],
    ['a k of 0', list(2, 0)],
    ['indices of f32', { indices: tensor([2, 3]) }],
    ['another number of rows', list(3, 3)],
    ['labels of fewer values', { labels: tensor([6], 'u32') }],
    ['labels of f32', { labels: tensor([7]) }],
    ['scratch for shorter rows', { input: tensor([2, 999]), scratch: topKScratch(2, 99, 3) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => topK({ input: tensor([2, 7]), ...list(2, 3), ...wrong })).toThrow(mismatch);
  });
});

describe('merge-top-k arguments', () => {
  it.each([
    ['a k larger than both', { merged: list(2, 8) }],
    ['lists of other rows', { second: list(3, 4) }],
    [
      'values and indices of different shapes',
      { first: { ...list(2, 3), values: tensor([2, 2]) } },
    ],
  ])('refuse %s', (_name, wrong) => {
    const args = { first: list(2, 3), second: list(2, 4), merged: list(2, 5) };
    expect(() => mergeTopK({ ...args, ...wrong })).toThrow(mismatch);
  });
});
