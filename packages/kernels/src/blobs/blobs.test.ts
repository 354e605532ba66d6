import { centredCells } from '../geometry/cells.ts';
import { Tensor } from '../tensor/tensor.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { blobCells, blobsCases, drawBlobs } from './blobs.cases.ts';
import { blobsReference } from './blobs.reference.ts';
import { type BlobsArgs, blobs } from './blobs.ts';

kernelTest('blobs', {
  cases: blobsCases,
  draw: drawBlobs,
  draws: 8,
  run: async (f, kase) => {
    const { height, width, fit, axis = 'last', logits = false, diagonal = true } = kase;
    const count = height * width;
    const entries = Math.min(kase.entries ?? 20, count);
    const threshold = 0.5;
    // Halves are exact in f16. The heatmap is the second of three channels.
    const above = blobCells(f.random, kase);
    const drawn = f.values(3 * count, 0.51, 1);
    const at = (cell: number) => (axis === 'first' ? count + cell : 3 * cell + 1);
    above.forEach((is, cell) => {
      if (!is) drawn[at(cell)] -= 0.5;
    });
    const shape = axis === 'first' ? [3, height, width] : [height, width, 3];
    const { tensor, values } = f.input(shape, 'dense', drawn);
    const outputs = {
      boxes: f.output([entries, 4], 'dense', 'f32'),
      scores: f.output([entries], 'dense', 'f32'),
      labels: f.output([count], 'dense', 'u32'),
    };
    const shared = { threshold, diagonal, fit, logits };
    const { size } = kase;
    await f.run(blobs({ heat: { tensor, channel: 1 }, axis, ...shared, size, ...outputs }));
    const reference = blobsReference({
      ...shared,
      ...{ height, width, grid: centredCells({ height, width }) },
      heights: above.map((_, cell) => values[at(cell)]),
      size: size ?? (fit === 'moments' ? Math.sqrt(12) : 1),
    });
    await f.compare(outputs.labels, reference.labels, { relative: 0 });
    const found = Math.min(entries, reference.scores.length);
    const rest = Array.from({ length: entries - found }, () => 0);
    const edges = reference.boxes.slice(0, 4 * found);
    const shares = elementwiseTolerances.f32;
    await f.compare(outputs.scores, [...reference.scores.slice(0, found), ...rest], shares);
    await f.compare(outputs.boxes, [...edges, ...rest, ...rest, ...rest, ...rest], shares);
  },
});

gpuTest('blobs that are not numbers', async (f) => {
  const heights = [0.9, NaN, 0.8, 0.1];
  const { tensor } = f.input([1, 4, 1], 'dense', heights, 'f32');
  const boxes = f.output([4, 4], 'dense', 'f32');
  const scores = f.output([4], 'dense', 'f32');
  await f.run(blobs({ heat: { tensor }, threshold: 0.5, fit: 'extent', boxes, scores }));
  // NaN is seen, and connects nothing.
  const wanted = [NaN, Math.fround(0.9), Math.fround(0.8), 0];
  f.compareValues(await f.read(scores), wanted, [4], { relative: 0 });
});

// A wrong half cell would pass unseen where boxes are compared by their overlap.
gpuTest('blobs of planted faces', async (f) => {
  const [height, width] = [24, 40];
  // Columns 5 to 12 and rows 3 to 9, both included.
  const inside = (x: number, y: number) => x >= 5 && x <= 12 && y >= 3 && y <= 9;
  const heights = Array.from({ length: height * width }, (_, i) =>
    inside(i % width, Math.floor(i / width)) ? 0.75 : 0.25,
  );
  const { tensor } = f.input([height, width, 1], 'dense', heights, 'f32');
  for (const fit of ['moments', 'extent'] as const) {
    const boxes = f.output([1, 4], 'dense', 'f32');
    const scores = f.output([1], 'dense', 'f32');
    await f.run(blobs({ heat: { tensor }, threshold: 0.5, fit, boxes, scores }));
    const cells = (await f.read(boxes)).map((share, i) => share * (i % 2 === 0 ? width : height));
    f.compareValues(cells, [5, 3, 13, 10], [1, 4], { relative: 1e-5 });
  }
});

describe('blobs arguments', () => {
  const dense = (...shape: number[]) =>
    new Tensor('test', { shape, dtype: 'f32', layout: 'dense' });
  const args: BlobsArgs = {
    heat: { tensor: dense(7, 9, 2) },
    threshold: 0.5,
    fit: 'extent',
    boxes: dense(8, 4),
    scores: dense(8),
  };

  it.each<[string, Partial<BlobsArgs>, string]>([
    ['a batch', { heat: { tensor: dense(1, 7, 9, 2) } }, 'shape-mismatch'],
    [
      'a channel that is not there',
      { heat: { tensor: dense(7, 9, 2), channel: 2 } },
      'shape-mismatch',
    ],
    ['too many cells', { heat: { tensor: dense(513, 512, 1) } }, 'shape-mismatch'],
    ['more entries than cells', { boxes: dense(64, 4), scores: dense(64) }, 'shape-mismatch'],
    ['boxes for other scores', { boxes: dense(7, 4) }, 'shape-mismatch'],
    ['a threshold that is no number', { threshold: NaN }, 'bad-argument'],
    ['boxes without a size', { size: 0 }, 'bad-argument'],
  ])('refuse %s', (_name, wrong, code) => {
    expect(() => blobs({ ...args, ...wrong })).toThrow(expect.objectContaining({ code }));
  });
});
