import { type ChannelAxis, centredCells } from '../geometry/cells.ts';
import { Tensor } from '../tensor/tensor.ts';
import { elementwiseTolerances, type KernelFixture } from '../testing/fixture.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawPeaks, peaksCases } from './peaks.cases.ts';
import { peaksReference } from './peaks.reference.ts';
import { type PeaksArgs, peaks } from './peaks.ts';

kernelTest('peaks', {
  cases: peaksCases,
  draw: drawPeaks,
  draws: 8,
  run: async (f, kase) => {
    const { height, width, axis = 'last', sizes = 1, points = 0, levels } = kase;
    const entries = Math.min(kase.entries, height * width);
    const { exponential = false, offsets = false, logits = false, within = 'cells' } = kase;
    const { signedExponential = false, keypointScale = 1 } = kase;
    const rounded = (value: number) => {
      return levels === undefined
        ? value
        : levels === 0
          ? 0.5
          : Math.round(value * levels) / levels;
    };
    const heat = mapsOf(f, axis, height, width, 2, logits ? -4 : 0, rounded);
    const offset = mapsOf(f, axis, height, width, 2, -0.5);
    const size = mapsOf(f, axis, height, width, 5, 0);
    const keypoint = mapsOf(f, axis, height, width, Math.max(2 * points, 1), -1);
    // Each map is one among others: the heatmap the second, sizes from the last channel down.
    const sizeChannels = Array.from({ length: sizes }, (_, i) => 4 - i);
    const unit = [Math.fround(0.3), Math.fround(0.2)] as const;
    const outputs = {
      boxes: f.output([entries, 4], 'dense', 'f32'),
      scores: f.output([entries], 'dense', 'f32'),
    };
    const output = f.output([entries, points, 2], 'dense', 'f32');
    const keypoints = {
      ...({ tensor: keypoint.tensor, channels: [1, 0], channelStep: 2, within } as const),
      ...{ scale: keypointScale, signedExponential, output },
    };
    const { grid } = kase;
    await f.run(
      peaks({
        ...{ heat: { tensor: heat.tensor, channel: 1 }, axis, logits, grid, ...outputs },
        ...(offsets && { offsets: { tensor: offset.tensor, channels: [1, 0], scale: 0.75 } }),
        sizes: { tensor: size.tensor, channels: sizeChannels, unit, exponential },
        ...(points > 0 && { keypoints }),
      }),
    );
    const reference = peaksReference({
      ...{ height, width, entries, grid: grid ?? centredCells({ height, width }), logits, unit },
      ...{ exponential, within, signedExponential, keypointScale },
      at: (x, y) => ({
        heat: heat.at(1, x, y),
        offset: offsets ? [0.75 * offset.at(1, x, y), 0.75 * offset.at(0, x, y)] : [0, 0],
        sizes: sizeChannels.map((channel) => size.at(channel, x, y)),
        keypoints: Array.from({ length: points }, (_, p) => [
          keypoint.at(1 + 2 * p, x, y),
          keypoint.at(2 * p, x, y),
        ]),
      }),
    });
    const found = reference.scores.length;
    const scores = await f.read(outputs.scores);
    const [boxes, placed] = [await f.read(outputs.boxes), await f.read(output)];
    const rest = Array.from(scores.subarray(found), () => 0);
    const shares = elementwiseTolerances.f32;
    f.compareValues(scores, [...reference.scores, ...rest], [entries], shares);
    f.compareValues(boxes.subarray(0, 4 * found), reference.boxes, [found, 4], shares);
    if (points === 0) return;
    const kept = placed.subarray(0, 2 * points * found);
    f.compareValues(kept, reference.keypoints, [found, points, 2], shares);
  },
});

/** Maps with random values from `low` to 1. */
function mapsOf(
  f: KernelFixture,
  axis: ChannelAxis,
  height: number,
  width: number,
  channels: number,
  low: number,
  change = (value: number) => value,
) {
  const shape = axis === 'first' ? [channels, height, width] : [height, width, channels];
  const drawn = f.values(channels * height * width, low, 1).map(change);
  const { tensor, values } = f.input(shape, 'dense', drawn);
  const at = (channel: number, x: number, y: number) => {
    const cell = y * width + x;
    return values[axis === 'first' ? channel * height * width + cell : cell * channels + channel];
  };
  return { tensor, at };
}

// A wrong half pixel would pass unseen where boxes are compared by their overlap.
gpuTest('peaks of planted faces', async (f) => {
  const [height, width, stride] = [24, 40, 4];
  const faces = [
    { x: 37.5, y: 20.25, w: 24, h: 30 },
    { x: 120.5, y: 70, w: 40, h: 44 },
  ];
  const heat = new Float64Array(height * width);
  const offsets = new Float64Array(2 * height * width);
  const sizes = new Float64Array(2 * height * width);
  for (const { x, y, w, h } of faces) {
    // The cell whose square of pixels the centre lies in.
    const [column, row] = [Math.floor(x / stride), Math.floor(y / stride)];
    const cell = row * width + column;
    heat[cell] = 0.9;
    heat[cell + 1] = 0.8;
    offsets[2 * cell] = x / stride - (column + 0.5);
    offsets[2 * cell + 1] = y / stride - (row + 0.5);
    sizes[2 * cell] = Math.log(w / stride);
    sizes[2 * cell + 1] = Math.log(h / stride);
  }
  const input = (channels: number, values: Float64Array) =>
    f.input([height, width, channels], 'dense', values, 'f32').tensor;
  const boxes = f.output([3, 4], 'dense', 'f32');
  const scores = f.output([3], 'dense', 'f32');
  await f.run(
    peaks({
      heat: { tensor: input(1, heat) },
      offsets: { tensor: input(2, offsets), channels: [0, 1] },
      sizes: {
        ...{ tensor: input(2, sizes), channels: [0, 1], exponential: true },
        unit: [1 / width, 1 / height],
      },
      boxes,
      scores,
    }),
  );
  const pixels = (await f.read(boxes)).map(
    (share, i) => share * stride * (i % 2 === 0 ? width : height),
  );
  const edges = faces.flatMap(({ x, y, w, h }) => [x - w / 2, y - h / 2, x + w / 2, y + h / 2]);
  f.compareValues(pixels.subarray(0, 8), edges, [2, 4], { relative: 1e-6 });
  f.compareValues((await f.read(scores)).subarray(0, 2), [0.9, 0.9], [2], { relative: 1e-6 });
});

describe('peaks arguments', () => {
  const dense = (...shape: number[]) =>
    new Tensor('test', { shape, dtype: 'f32', layout: 'dense' });
  const maps = dense(7, 9, 5);
  const args: PeaksArgs = {
    heat: { tensor: maps },
    sizes: { tensor: maps, channels: [1, 2], unit: [1, 1] },
    boxes: dense(8, 4),
    scores: dense(8),
  };
  const sizes = { ...args.sizes };
  const keypoints = { tensor: maps, channels: [0, 1], channelStep: 2, within: 'box' } as const;

  it.each<[string, Partial<PeaksArgs>]>([
    ['a batch', { heat: { tensor: dense(1, 7, 9, 5) } }],
    ['a channel that is not there', { heat: { tensor: maps, channel: 5 } }],
    ['three sizes', { sizes: { ...sizes, channels: [0, 1, 2] } }],
    ['sizes of other cells', { sizes: { ...sizes, tensor: dense(9, 7, 5) } }],
    ['offsets without their channels', { offsets: { tensor: maps, channels: [4, 5] } }],
    ['more entries than cells', { boxes: dense(64, 4), scores: dense(64) }],
    ['no entries', { boxes: dense(0, 4), scores: dense(0) }],
    ['boxes for other scores', { boxes: dense(7, 4) }],
    ['more keypoints than channels', { keypoints: { ...keypoints, output: dense(8, 3, 2) } }],
    ['keypoints of other entries', { keypoints: { ...keypoints, output: dense(7, 2, 2) } }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => peaks({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
