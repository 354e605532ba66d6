import { centredCells } from '../geometry/cells.ts';
import { Tensor } from '../tensor/tensor.ts';
import { elementwiseTolerances, type Input, type KernelFixture } from '../testing/fixture.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import {
  drawHeatmapPoints,
  type HeatmapPointsCase,
  heatmapPointsCases,
} from './heatmap-points.cases.ts';
import {
  type Heatmap,
  heatmapPointReference,
  type ReferenceRefinement,
} from './heatmap-points.reference.ts';
import {
  darkSmoothing,
  type HeatmapPointsArgs,
  heatmapPoints,
  type PointMaps,
  type PointRefinement,
} from './heatmap-points.ts';

kernelTest('heatmap-points', {
  cases: heatmapPointsCases,
  draw: drawHeatmapPoints,
  draws: 8,
  run: async (f, kase) => {
    const { batch, points, height, width, axis = 'last', before = 0, together, live } = kase;
    const channels = before + points * (together ? 3 : 1);
    const shape = (count: number) =>
      axis === 'first' ? [batch, count, height, width] : [batch, height, width, count];
    const values = f.values(batch * channels * height * width, 0, 1);
    plantPeaks(f, kase, channels, values);
    const heat = f.input(shape(channels), 'dense', values);
    const offsets = () =>
      f.input(shape(points), 'dense', f.values(batch * points * height * width, 0, 1));
    const heatmap = (input: Input, n: number, channel: number): Heatmap => {
      const count = channelsOf(input.tensor, axis);
      const at = (x: number, y: number) => {
        const cell = y * width + x;
        const first = n * count * height * width;
        const within = axis === 'first' ? channel * height * width + cell : cell * count + channel;
        return input.values[first + within];
      };
      return { height, width, at };
    };
    const x = together ? heat : offsets();
    const y = together ? heat : offsets();
    const firsts = together ? [before + points, before + 2 * points] : [0, 0];
    const { refine, ofPoint } = refinement(kase, [
      { tensor: x.tensor, first: firsts[0] },
      { tensor: y.tensor, first: firsts[1] },
    ]);
    const output = f.output([batch, points, 2], 'dense', 'f32');
    const { grid = centredCells({ height, width }) } = kase;
    const args = { tensor: heat.tensor, first: before, axis, refine, output, grid: kase.grid };
    await f.run(heatmapPoints({ ...args, live: f.live(live) }));
    const reference: number[] = [];
    for (let n = 0; n < (live ?? batch); n++) {
      for (let p = 0; p < points; p++) {
        const map = heatmap(heat, n, before + p);
        const offset = (input: Input, i: number) => heatmap(input, n, firsts[i] + p);
        reference.push(...heatmapPointReference(map, ofPoint(offset(x, 0), offset(y, 1)), grid));
      }
    }
    const got = (await f.read(output)).subarray(0, reference.length);
    // DARK divides by second differences of logarithms, which are small: their error in f32 counts.
    const tolerance = kase.refine === 'dark' ? { relative: 1e-4, floor: 1e-4 } : undefined;
    const shares = elementwiseTolerances.f32;
    f.compareValues(got, reference, [live ?? batch, points, 2], tolerance ?? shares);
  },
});

/** Gives every heatmap that DARK looks at a peak between the cells: noise alone has none to speak of. */
function plantPeaks(
  { random }: KernelFixture,
  { axis = 'last', refine, height, width, levels }: HeatmapPointsCase,
  channels: number,
  values: Float64Array,
): void {
  const cells = height * width;
  for (let map = 0; map < values.length / cells; map++) {
    const [px, py] = [random.uniform(0, width - 1), random.uniform(0, height - 1)];
    for (let cell = 0; cell < cells; cell++) {
      const n = Math.floor(map / channels);
      const channel = map % channels;
      const i = axis === 'first' ? map * cells + cell : (n * cells + cell) * channels + channel;
      const squared = ((cell % width) - px) ** 2 + (Math.floor(cell / width) - py) ** 2;
      if (refine === 'dark') values[i] = 0.01 * values[i] + Math.exp(-squared / 4);
      if (levels !== undefined)
        values[i] = levels === 0 ? 0.5 : Math.round(values[i] * levels) / levels;
    }
  }
}

function channelsOf({ shape }: Tensor, axis: 'first' | 'last'): number {
  return axis === 'first' ? shape[1] : shape[3];
}

/** The refinement as the kernel takes it, and as the reference does. */
function refinement(
  { refine: kind, logitScale, sharpness = 1, sigma, radius }: HeatmapPointsCase,
  [x, y]: readonly [PointMaps, PointMaps],
): {
  refine: PointRefinement;
  ofPoint: (x: Heatmap, y: Heatmap) => ReferenceRefinement;
} {
  switch (kind) {
    case 'none':
      return { refine: { kind }, ofPoint: () => ({ kind }) };
    case 'offset': {
      const [scale, logit] = [logitScale ?? 0.5, logitScale !== undefined];
      return {
        refine: { kind, x, y, scale, logit },
        ofPoint: (x, y) => ({ kind, x, y, scale: Math.fround(scale), logit }),
      };
    }
    case 'softArgmax':
      return { refine: { kind, sharpness }, ofPoint: () => ({ kind, sharpness }) };
    case 'dark':
      return {
        refine: { kind, sigma, radius },
        ofPoint: () => ({
          kind,
          sigma: sigma ?? darkSmoothing.sigma,
          radius: radius ?? darkSmoothing.radius,
        }),
      };
  }
}

// A wrong half pixel would be an eighth of the tolerance of a photo's points, and pass unseen.
gpuTest('heatmap-points of planted peaks', async (f) => {
  const [height, width] = [48, 64];
  const planted = [0.37, 0.61];
  const cells = Array.from({ length: height * width }, (_, i) => {
    const [x, y] = [((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height];
    return Math.exp(-(((x - planted[0]) * width) ** 2 + ((y - planted[1]) * height) ** 2) / 50);
  });
  const { tensor } = f.input([1, height, width, 1], 'dense', cells, 'f32');
  for (const refine of [
    { kind: 'dark' },
    // A softmax that is steep, and still some cells wide, has its mean where the peak is.
    { kind: 'softArgmax', sharpness: 60 },
  ] as const) {
    const output = f.output([1, 1, 2], 'dense', 'f32');
    await f.run(heatmapPoints({ tensor, refine, output }));
    const [x, y] = await f.read(output);
    expect(Math.abs(x - planted[0]) * width, refine.kind).toBeLessThan(0.02);
    expect(Math.abs(y - planted[1]) * height, refine.kind).toBeLessThan(0.02);
  }
});

describe('heatmap-points arguments', () => {
  const dense = (...shape: number[]) =>
    new Tensor('test', { shape, dtype: 'f32', layout: 'dense' });
  const args: HeatmapPointsArgs = { tensor: dense(2, 7, 9, 5), output: dense(2, 5, 2) };
  const maps = { tensor: dense(2, 7, 9, 5) };

  it.each<[string, Partial<HeatmapPointsArgs>]>([
    ['heatmaps of one photo without a batch', { tensor: dense(7, 9, 5) }],
    ['no cells', { tensor: dense(2, 0, 9, 5) }],
    ['more points than channels', { output: dense(2, 6, 2) }],
    ['channels past the last', { first: 1 }],
    ['too few channels in front', { tensor: dense(2, 4, 7, 9), axis: 'first' }],
    ['points of three coordinates', { output: dense(2, 5, 3) }],
    [
      'offsets of other cells',
      { refine: { kind: 'offset', x: { tensor: dense(2, 9, 7, 5) }, y: maps } },
    ],
    [
      'offsets of another batch',
      { refine: { kind: 'offset', x: maps, y: { tensor: dense(1, 7, 9, 5) } } },
    ],
    ['smoothing by nothing', { refine: { kind: 'dark', sigma: 0 } }],
    ['smoothing by half a cell', { refine: { kind: 'dark', radius: 0.5 } }],
    ['smoothing without end', { refine: { kind: 'dark', radius: 1e9 } }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => heatmapPoints({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
