import { decodeVectors } from '../distance/decode-vectors.reference.ts';
import type { DistanceMetric } from '../distance/distance.ts';
import { encodeVectors } from '../distance/encode-vectors.ts';
import { wordsOf } from '../distance/format.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Tolerance } from '../testing/compare.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawNearest, type NearestCase, nearestCases } from './nearest.cases.ts';
import { nearestReference } from './nearest.reference.ts';
import { canScan, type GallerySegment, type NearestArgs, nearest } from './nearest.ts';
import { type ScanTarget, scanTile } from './tile.ts';

/** As of the distances themselves. */
const nearestTolerances: Readonly<Record<DistanceMetric, Tolerance>> = {
  squaredEuclidean: { relative: 1e-5, floor: 1e-5 },
  cosine: { relative: 1e-5, floor: 1e-5 },
  innerProduct: { relative: 1e-5, floor: 1e-5 },
};

/** Laid out for the adapter at hand, and, on the same, as for the other kind. */
const targets: Readonly<Record<string, (device: ScanTarget) => ScanTarget>> = {
  nearest: (device) => device,
  'nearest, as on another kind of adapter': ({ info, limits }) => ({
    info: { ...info, software: !info.software },
    limits,
  }),
};

for (const [title, targetOf] of Object.entries(targets)) {
  kernelTest(title, {
    cases: nearestCases,
    draw: drawNearest,
    draws: 12,
    reals: ['f32'],
    run: async (f, kase) => {
      const { queries: count, size, k, metric, format, live } = kase;
      const target = targetOf(f.device);
      if (!canScan(target, k)) f.skip(`the adapter has no workgroup memory for ${k} rows`);
      const queries = drawValues(f, kase, count);
      const gallery = kase.segments.map((rows, i) => drawSegment(f, kase, rows, 10_000 * i));
      const output = {
        values: f.output([count, k], 'dense', 'f32'),
        indices: f.output([count, k], 'dense', 'u32'),
      };
      const args = {
        queries: f.input([count, size], 'dense', queries).tensor,
        segments: gallery.map(({ segment }) => segment),
        metric,
        ...output,
        live: f.live(live),
      };
      await f.run(nearest(target, args));
      const chosen = gallery.flatMap((own) => own.chosen);
      const rows = concat(gallery.map((own) => own.rows));
      const labels = Uint32Array.from(gallery.flatMap((own) => [...own.labels]));
      const takesPart = (row: number) => chosen[row];
      const reference = nearestReference({ ...args, queries, rows, size, labels, takesPart, k });
      await f.compareLive(output.values, reference.values, live, nearestTolerances[metric]);
      if (format === 'f32' && kase.values === 'levels' && metric !== 'cosine') {
        await f.compareLive(output.indices, reference.indices, live, { relative: 0 });
        return;
      }
      await requireTheirDistances(f, kase, { queries, rows, labels, takesPart, output });
    },
  });
}

function drawValues(f: KernelFixture, { size, values, zero }: NearestCase, count: number) {
  const drawn =
    values === 'levels'
      ? Float64Array.from({ length: count * size }, () => f.random.integer(-2, 2))
      : f.values(count * size).map(Math.fround);
  if (zero !== undefined) drawn.fill(0, zero * size, (zero + 1) * size);
  return drawn;
}

/** Rows with what a test knows of them: their values as they are stored, and which take part. */
function drawSegment(f: KernelFixture, kase: NearestCase, count: number, firstLabel: number) {
  const { size, format, share, odd = 0 } = kase;
  const drawn = drawValues(f, kase, count);
  const finite = Array.from({ length: count }, () => true);
  for (let i = 0; i < odd; i++) {
    const at = f.random.integer(0, drawn.length - 1);
    drawn[at] = f.random.pick([NaN, Infinity, -Infinity]);
    finite[Math.floor(at / size)] = false;
  }
  const masked = Array.from({ length: count }, () => f.random.uniform(0, 1) < (share ?? 1));
  // In no order, so that who is first among equals isn't who comes first.
  const labels = Uint32Array.from({ length: count }, (_, i) => firstLabel + ((i * 7919) % 10_000));
  const stored = store(f, kase, drawn, count);
  const words = new Uint32Array(Math.ceil(count / 32)).fill(0xffffffff);
  masked.forEach((takesPart, row) => {
    if (!takesPart) words[row >>> 5] &= ~(1 << row);
  });
  const segment: GallerySegment = {
    ...stored.tensors,
    format,
    labels: f.input([count], 'dense', labels, 'u32').tensor,
    mask: share === undefined ? undefined : f.input([words.length], 'dense', words, 'u32').tensor,
  };
  return { segment, labels, rows: stored.rows, chosen: masked.map((own, i) => own && finite[i]) };
}

function store(
  f: KernelFixture,
  { format, size }: NearestCase,
  drawn: Float64Array,
  count: number,
) {
  if (format === 'f32') {
    return { tensors: { rows: f.input([count, size], 'dense', drawn).tensor }, rows: drawn };
  }
  const encoded = encodeVectors(format, Float32Array.from(drawn), size);
  const shape = [count, wordsOf(format, size)];
  return {
    tensors: {
      rows: f.input(shape, 'dense', encoded.words, 'u32').tensor,
      scales: f.input([count], 'dense', encoded.scales, 'f32').tensor,
    },
    rows: decodeVectors(format, encoded, size),
  };
}

/** Rows that are nearly as near may change places: each must be as far as it is said to be. */
async function requireTheirDistances(
  f: KernelFixture,
  { k, size, metric, live, queries: count }: NearestCase,
  found: {
    readonly queries: Float64Array;
    readonly rows: Float64Array;
    readonly labels: Uint32Array;
    readonly takesPart: (row: number) => boolean;
    readonly output: { readonly values: Tensor; readonly indices: Tensor };
  },
): Promise<void> {
  const indices = await f.read(found.output.indices);
  const values = await f.read(found.output.values);
  const all = nearestReference({ ...found, size, metric, k: found.labels.length });
  const noLabel = 0xffffffff;
  for (let q = 0; q < (live ?? count); q++) {
    const own = all.indices.subarray(q * found.labels.length, (q + 1) * found.labels.length);
    const listed = indices.subarray(q * k, (q + 1) * k).filter((label) => label !== noLabel);
    expect(new Set(listed).size).toBe(listed.length);
    const wanted = Array.from(listed, (label) => {
      return all.values[q * found.labels.length + own.indexOf(label)];
    });
    const said = values.subarray(q * k, q * k + listed.length);
    f.compareValues(said, wanted, [listed.length], nearestTolerances[metric]);
  }
}

function concat(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

gpuTest('nearest, however workgroups are laid out', async (f) => {
  const { device } = f;
  const most = device.limits.maxComputeWorkgroupStorageSize;
  const layouts = [true, false].flatMap((software) =>
    [16_384, most].map((maxComputeWorkgroupStorageSize) => ({
      info: { ...device.info, software },
      limits: { ...device.limits, maxComputeWorkgroupStorageSize },
    })),
  );
  const size = 24;
  const sizes = [
    { metric: 'squaredEuclidean', queries: 2, k: 500 },
    { metric: 'cosine', queries: 5, k: 100 },
  ] as const;
  for (const target of layouts) {
    for (const { metric, queries: count, k } of sizes) {
      const kase = { ...nearestCases[0], name: '', format: 'f32', values: 'levels' } as const;
      const own = { ...kase, queries: count, segments: [900], size, k, metric };
      const queries = drawValues(f, own, count);
      const { segment, rows, labels, chosen } = drawSegment(f, own, 900, 0);
      const output = {
        values: f.output([count, k], 'dense', 'f32'),
        indices: f.output([count, k], 'dense', 'u32'),
      };
      const tensor = f.input([count, size], 'dense', queries).tensor;
      await f.run(nearest(target, { queries: tensor, segments: [segment], metric, ...output }));
      const takesPart = (row: number) => chosen[row];
      const known = { queries, rows, labels, takesPart };
      const reference = nearestReference({ ...known, size, metric, k });
      await f.compare(output.values, reference.values, nearestTolerances[metric]);
      await requireTheirDistances(f, own, { ...known, output });
    }
  }
});

describe('the layout of a workgroup', () => {
  const target = (software: boolean, bytes: number) => {
    const info = { software };
    return { info, limits: { maxComputeWorkgroupStorageSize: bytes } } as Parameters<
      typeof scanTile
    >[0];
  };

  it('takes as many queries at once as there is memory for', () => {
    expect(scanTile(target(false, 32_768), 256, 10)?.queries).toBe(8);
    expect(scanTile(target(false, 16_384), 256, 100)?.queries).toBeLessThan(8);
    expect(scanTile(target(true, 32_768), 3, 10)?.queries).toBe(4);
    expect(scanTile(target(true, 32_768), 0, 10)?.queries).toBe(1);
  });

  it('has room for 500 rows everywhere, for 2,048 where there are 48 KiB, and says where not', () => {
    for (const software of [true, false]) {
      expect(canScan(target(software, 16_384), 500)).toBe(true);
      expect(canScan(target(software, 16_384), 2048)).toBe(false);
      expect(canScan(target(software, 49_152), 2048)).toBe(true);
    }
  });
});

describe('nearest arguments', () => {
  const tensor = (shape: number[], dtype: 'f32' | 'u32' = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const target = {
    info: { software: false },
    limits: { maxComputeWorkgroupStorageSize: 16_384 },
  } as Parameters<typeof nearest>[0];
  const segment = { rows: tensor([5, 8]), labels: tensor([5], 'u32') };
  const args: NearestArgs = {
    queries: tensor([2, 8]),
    segments: [segment],
    metric: 'cosine',
    values: tensor([2, 3]),
    indices: tensor([2, 3], 'u32'),
  };

  it.each<[string, Partial<NearestArgs>]>([
    ['vectors of different sizes', { segments: [{ ...segment, rows: tensor([5, 7]) }] }],
    ['vectors without elements', { queries: tensor([2, 0]) }],
    ['no segments', { segments: [] }],
    ['labels of other rows', { segments: [{ ...segment, labels: tensor([4], 'u32') }] }],
    ['a mask that is no words', { segments: [{ ...segment, mask: tensor([1]) }] }],
    [
      'rows of a short format without scales',
      { segments: [{ ...segment, rows: tensor([5, 2], 'u32'), format: 'int8' }] },
    ],
    ['indices of another shape', { indices: tensor([2, 4], 'u32') }],
    ['a k of 0', { values: tensor([2, 0]), indices: tensor([2, 0], 'u32') }],
    ['a k without room', { values: tensor([2, 4000]), indices: tensor([2, 4000], 'u32') }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => nearest(target, { ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
