import { allocate, Device, Readback, Recording, Tensor, uploadTensor } from '@facegpu/kernels';
import { GraphBuilder, Model } from '@facegpu/nn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Decode, decoderOf } from '../../models/decode.ts';
import type { OutputName } from '../../models/output-name.ts';
import { expectError } from '../../testing/errors.ts';
import { allDecoders } from './all.ts';

const source = 'made.safetensors';

/** An output of a made-up network, without the batch's axis. */
interface Output {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Height and width of an input whose last cells reach over the edge. */
const size = [40, 72] as const;
const [height, width] = size;

/** A candidate in pixels of the input. */
interface Candidate {
  readonly box: readonly number[];
  readonly score: number;
  readonly points?: readonly number[];
}

/** The cells of a feature map, row by row. */
function cellsOf(stride: number): { x: number; y: number }[] {
  const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  return Array.from({ length: rows * columns }, (_, i) => {
    return { x: i % columns, y: Math.floor(i / columns) };
  });
}

/** Numbers that look random and are the same each time, from -1 to 1. */
function noise(shape: readonly number[], seed: number): Output {
  const count = shape.reduce((product, extent) => product * extent, 1);
  const values = Array.from({ length: count }, (_, i) => Math.sin((i + 1) * 12.9 + seed * 78.2));
  return { shape, values };
}

/** The same, from 0 to 1. */
function probabilities(shape: readonly number[], seed: number): Output {
  return { shape, values: noise(shape, seed).values.map((value) => (value + 1) / 2) };
}

const strides = [8, 16, 32];

describe('decoders of boxes', () => {
  let device: Device;
  let model: Model;
  beforeAll(async () => {
    device = await Device.acquire();
    const builder = new GraphBuilder();
    const graph = builder.build(builder.node('y', 'relu', [builder.input('x', [1, 1])]));
    const words = { description: '', licence: '', origin: '', task: 'detector' };
    const metadata = { name: 'made', ...words, graph, quantization: {}, settings: {} };
    model = await Model.parse(Model.serialize(metadata, new Map()), source);
  });
  afterAll(() => device?.dispose());

  /** What a kind of decoder proposes, in pixels. */
  async function decode(decode: Decode, outputs: readonly Output[]): Promise<Candidate[]> {
    const tensors = outputs.map(({ shape }, i) => {
      return new Tensor(`output ${i}`, { shape, dtype: 'f32', layout: 'dense' });
    });
    const decoder = await decoderOf(decode, allDecoders, source);
    const output = (name: OutputName) => tensors[Number(`${name}`.replace('out', ''))];
    const proposed = decoder.decode({ model, size: { width, height }, output });
    const { boxes, scores, keypoints, dispatches } = proposed;
    const bound = dispatches.flatMap((dispatch) => [...dispatch.tensors.values()]);
    const buffers = await allocate(device, 'test', [...tensors, ...bound]);
    outputs.forEach(({ values }, i) => {
      uploadTensor(device, tensors[i], Float32Array.from(values));
    });
    const recording = await Recording.create(device, 'decode', dispatches);
    const results = keypoints ? [boxes, scores, keypoints] : [boxes, scores];
    const readback = await Readback.create(device, 'decoded', results);
    recording.run(readback);
    await readback.fetch();
    const pixels = (tensor: Tensor) =>
      Array.from(readback.values(tensor), (value, i) => value * (i % 2 === 0 ? width : height));
    const [edges, points] = [pixels(boxes), keypoints && pixels(keypoints)];
    const candidates = Array.from(readback.values(scores), (score, i) => ({
      box: edges.slice(4 * i, 4 * i + 4),
      score,
      ...(points && { points: points.slice(10 * i, 10 * i + 10) }),
    }));
    for (const part of [readback, recording]) part.dispose();
    for (const buffer of buffers) buffer.destroy();
    return candidates;
  }

  function expectCandidates(got: readonly Candidate[], wanted: readonly Candidate[]): void {
    expect(got).toHaveLength(wanted.length);
    const numbers = (all: readonly Candidate[]) =>
      all.flatMap(({ box, score, points = [] }) => [...box, score, ...points]);
    const expected = numbers(wanted);
    const differences = numbers(got).map((value, i) => Math.abs(value - expected[i]));
    expect(Math.max(...differences)).toBeLessThan(1e-3);
  }

  /** Two faces in maps with a cell for four pixels, and what else a network says at their cells. */
  const stride = 4;
  const [rows, columns] = [height / stride, width / stride];
  const peaks = [
    { x: 5, y: 3, height: 0.75 },
    { x: 14, y: 8, height: 0.5 },
  ];
  const heights = Array.from({ length: rows * columns }, (_, cell) => {
    const at = peaks.find(({ x, y }) => y * columns + x === cell);
    return at ? at.height : 0.01;
  });
  /** A channel's number at a cell. */
  const at = ({ values }: Output, channel: number, { x, y }: { x: number; y: number }) =>
    values[(channel * rows + y) * columns + x];

  it('heatmap: sizes and offsets by their axes, points in the box, as CenterFace has them', async () => {
    const sizes = noise([2, rows, columns], 1);
    const offsets = noise([2, rows, columns], 2);
    const landmarks = noise([10, rows, columns], 3);
    const wanted = peaks.map((cell): Candidate => {
      const [h, w] = [0, 1].map((channel) => Math.exp(at(sizes, channel, cell)) * stride);
      const left = (cell.x + at(offsets, 1, cell) + 0.5) * stride - w / 2;
      const top = (cell.y + at(offsets, 0, cell) + 0.5) * stride - h / 2;
      const points = Array.from({ length: 5 }, (_, j) => [
        at(landmarks, 2 * j + 1, cell) * w + left,
        at(landmarks, 2 * j, cell) * h + top,
      ]);
      return { box: [left, top, left + w, top + h], score: cell.height, points: points.flat() };
    });
    const settings = {
      kind: 'heatmap',
      sizes: { output: 1, channels: [1, 0], exponential: true },
      offsets: { output: 2, channels: [1, 0] },
      keypoints: { output: 'out3', channels: [1, 0], points: 5 },
      candidates: 2,
    };
    const heat = { shape: [1, rows, columns], values: heights };
    expectCandidates(await decode(settings, [heat, sizes, offsets, landmarks]), wanted);
  });

  it('heatmap: ways to the edges, points from the cell, as DBFace has them', async () => {
    const ways = probabilities([4, rows, columns], 4);
    const landmarks = noise([10, rows, columns], 5);
    const wanted = peaks.map((cell): Candidate => {
      const [left, top, right, bottom] = [0, 1, 2, 3].map((side) => at(ways, side, cell));
      const box = [cell.x - left, cell.y - top, cell.x + right, cell.y + bottom];
      const way = (channel: number) => {
        const value = 4 * at(landmarks, channel, cell);
        const far = Math.sign(value) * Math.exp(Math.abs(value));
        return Math.abs(value) < 1 ? value * Math.E : far;
      };
      const points = Array.from({ length: 5 }, (_, j) => [cell.x + way(j), cell.y + way(5 + j)]);
      const pixels = (cells: readonly number[]) => cells.map((value) => value * stride);
      return { box: pixels(box), score: cell.height, points: pixels(points.flat()) };
    });
    const heat = { shape: [1, rows, columns], values: heights };
    const keypoints = { output: 2, channels: [0, 5], channelStep: 1, points: 5, scale: 4 };
    const got = await decode(
      {
        kind: 'heatmap',
        origin: [0, 0],
        sizes: { output: 1, channels: [0, 1, 2, 3] },
        keypoints: { ...keypoints, within: 'cells', signedExponential: true },
        candidates: 2,
      },
      [heat, ways, landmarks],
    );
    expectCandidates(got, wanted);
  });

  it('heatmap: half a side in the second channel, as OpenSeeFace has it; the rest is no face', async () => {
    const radii = probabilities([1, rows, columns], 6);
    const wanted = peaks.map((cell): Candidate => {
      const [x, y, r] = [cell.x * stride, cell.y * stride, at(radii, 0, cell) * 20];
      return { box: [x - r, y - r, x + r, y + r], score: cell.height };
    });
    const both = { shape: [2, rows, columns], values: [...heights, ...radii.values] };
    const sizes = { output: 'out0', channels: [1], unit: 20 };
    // A plain is made of peaks: none but the two is higher.
    const got = await decode({ kind: 'heatmap', origin: [0, 0], sizes, candidates: 9 }, [both]);
    expectCandidates(got.slice(0, 2), wanted);
    expect(got.slice(2).every(({ score }) => score === Math.fround(0.01))).toBe(true);
  });

  it('blobs: a box around connected cells, channels behind', async () => {
    const inside = ({ x, y }: { x: number; y: number }) => x >= 2 && x <= 6 && y >= 1 && y <= 8;
    const cells = cellsOf(stride).map((cell) => (inside(cell) ? 0.9 : 0.2));
    const heat = { shape: [rows, columns, 1], values: cells };
    for (const fit of ['extent', 'moments'] as const) {
      const [found, nothing] = await decode(
        { kind: 'blobs', axis: 'last', threshold: 0.5, fit, candidates: 2 },
        [heat],
      );
      expectCandidates([found], [{ box: [8, 4, 28, 36], score: 0.9 }]);
      expect(nothing.score).toBe(0);
    }
  });

  it('yunet: a box, five points, a score and an objectness for each cell', async () => {
    const counts = strides.map((stride) => cellsOf(stride).length);
    const scores = counts.map((count, i) => probabilities([count, 1], i));
    const objectness = counts.map((count, i) => probabilities([count, 1], 10 + i));
    const boxes = counts.map((count, i) => noise([count, 4], 20 + i));
    const keypoints = counts.map((count, i) => noise([count, 10], 30 + i));
    const wanted = strides.flatMap((stride, level) =>
      cellsOf(stride).map(({ x, y }, i): Candidate => {
        const [dx, dy, dw, dh] = boxes[level].values.slice(4 * i);
        const [cx, cy] = [(x + dx) * stride, (y + dy) * stride];
        const [w, h] = [Math.exp(dw) * stride, Math.exp(dh) * stride];
        const points = keypoints[level].values.slice(10 * i, 10 * i + 10);
        return {
          box: [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2],
          score: scores[level].values[i] * objectness[level].values[i],
          points: points.map((value, j) => (value + (j % 2 === 0 ? x : y)) * stride),
        };
      }),
    );
    const outputs = [...scores, ...objectness, ...boxes, ...keypoints];
    expectCandidates(await decode({ kind: 'yunet' }, outputs), wanted);

    // The same by name, in another order.
    const named = (first: number) => strides.map((_, i) => `out${first + i}`);
    const turned = {
      kind: 'yunet',
      scores: named(9),
      objectness: named(6),
      boxes: named(3),
      keypoints: named(0),
    };
    const reordered = [...keypoints, ...boxes, ...objectness, ...scores];
    expectCandidates(await decode(turned, reordered), wanted);
  });

  it('scrfd: distances from the corner of each cell, twice', async () => {
    const counts = strides.map((stride) => cellsOf(stride).length * 2);
    // Networks give the anchors of a cell rows of their own, or columns.
    const scores = counts.map((count, i) => probabilities([count, 1], i));
    const boxes = counts.map((count, i) => noise([count / 2, 8], 20 + i));
    const keypoints = counts.map((count, i) => noise([count, 10], 30 + i));
    const wanted = strides.flatMap((stride, level) =>
      cellsOf(stride).flatMap(({ x, y }, cell) =>
        [0, 1].map((anchor): Candidate => {
          const i = 2 * cell + anchor;
          const [left, top, right, bottom] = boxes[level].values.slice(4 * i);
          const points = keypoints[level].values.slice(10 * i, 10 * i + 10);
          return {
            box: [x - left, y - top, x + right, y + bottom].map((cells) => cells * stride),
            score: scores[level].values[i],
            points: points.map((value, j) => (value + (j % 2 === 0 ? x : y)) * stride),
          };
        }),
      ),
    );
    const outputs = [...scores, ...boxes, ...keypoints];
    expectCandidates(await decode({ kind: 'scrfd' }, outputs), wanted);
    const without = await decode({ kind: 'scrfd', keypoints: [] }, outputs.slice(0, 6));
    expectCandidates(
      without,
      wanted.map(({ box, score }) => ({ box, score })),
    );
  });

  /** Priors around the middle of each cell, as `clamp` leaves them: centre and size, in pixels. */
  function priorsOf(
    sides: readonly (readonly number[])[],
    strides: readonly number[],
    clip = false,
  ) {
    const within = (value: number, most: number) => (clip ? Math.min(value, most) : value);
    return strides.flatMap((stride, level) =>
      cellsOf(stride).flatMap(({ x, y }) =>
        sides[level].map((side) => ({
          x: within((x + 0.5) * stride, width),
          y: within((y + 0.5) * stride, height),
          width: within(side, width),
          height: within(side, height),
        })),
      ),
    );
  }

  function decodedPrior(
    prior: ReturnType<typeof priorsOf>[number],
    [dx, dy, dw, dh]: readonly number[],
  ): number[] {
    const [cx, cy] = [prior.x + 0.1 * dx * prior.width, prior.y + 0.1 * dy * prior.height];
    const [w, h] = [prior.width * Math.exp(0.2 * dw), prior.height * Math.exp(0.2 * dh)];
    return [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2];
  }

  it('retinaface: boxes, scores and points relative to priors', async () => {
    const sides = [
      [16, 32],
      [64, 128],
      [256, 512],
    ];
    const priors = priorsOf(sides, strides);
    const boxes = noise([priors.length, 4], 1);
    const scores = noise([priors.length, 2], 2);
    const keypoints = noise([priors.length, 10], 3);
    const wanted = priors.map((prior, i): Candidate => {
      const [other, face] = scores.values.slice(2 * i);
      return {
        box: decodedPrior(prior, boxes.values.slice(4 * i)),
        score: Math.exp(face) / (Math.exp(face) + Math.exp(other)),
        points: keypoints.values
          .slice(10 * i, 10 * i + 10)
          .map((value, j) =>
            j % 2 === 0
              ? prior.x + 0.1 * value * prior.width
              : prior.y + 0.1 * value * prior.height,
          ),
      };
    });
    const outputs = [boxes, scores, keypoints];
    const settings = { kind: 'retinaface', scoring: 'softmax' };
    expectCandidates(await decode(settings, outputs), wanted);
    const plain = wanted.map((candidate, i) => ({ ...candidate, score: scores.values[2 * i + 1] }));
    expectCandidates(await decode({ kind: 'retinaface' }, outputs), plain);
  });

  it('ultraface: boxes that the graph decodes, and such that need priors', async () => {
    const sides = [
      [10, 16, 24],
      [32, 48],
      [64, 96],
      [128, 192, 256],
    ];
    const priors = priorsOf(sides, [8, 16, 32, 64], true);
    const boxes = noise([priors.length, 4], 1);
    const scores = probabilities([priors.length, 2], 2);
    const score = (i: number) => scores.values[2 * i + 1];
    const decoded = priors.map((_, i): Candidate => {
      const [left, top, right, bottom] = boxes.values.slice(4 * i);
      return { box: [left * width, top * height, right * width, bottom * height], score: score(i) };
    });
    expectCandidates(await decode({ kind: 'ultraface' }, [scores, boxes]), decoded);
    const wanted = priors.map((prior, i) => {
      return { box: decodedPrior(prior, boxes.values.slice(4 * i)), score: score(i) };
    });
    const settings = { kind: 'ultraface', coding: 'priors' };
    expectCandidates(await decode(settings, [scores, boxes]), wanted);
  });

  it.each<[string, Decode, RegExp]>([
    [
      'too few outputs',
      { kind: 'yunet', scores: ['out0'] },
      /scores lists 1 outputs for 3 strides/,
    ],
    [
      'other strides',
      { kind: 'yunet', strides: [4, 16, 32] },
      /the output 3 is \[45, 1\], for 180 priors/,
    ],
    ['no strides', { kind: 'scrfd', strides: [0] }, /strides\[0\] is 0, not a whole number/],
    ['half an anchor', { kind: 'scrfd', anchors: 0.5 }, /anchors is 0.5, not a whole number/],
    ['an output without a name', { kind: 'scrfd', boxes: [''] }, /boxes\[0\] is "", not the name/],
    ['sides for no stride', { kind: 'retinaface', sides: [[1]] }, /3 strides, and sides for 1/],
    ['one variance', { kind: 'retinaface', variances: [1] }, /variances is \[1\], not a list of 2/],
    ['odd scores', { kind: 'ultraface', scoring: 'relu' }, /scoring is "relu", not one of/],
  ])('refuse %s', async (_, settings, message) => {
    const outputs = strides.map((stride) => noise([cellsOf(stride).length, 1], 1));
    await expectError(() => decode(settings, [...outputs, ...outputs]), 'bad-model', message);
  });
});
