import { Recording } from '../device/recording.ts';
import { allocate, uploadTensor } from '../device/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { classNmsCases, drawNms, type NmsCase, nmsCandidates, nmsCases } from './nms.cases.ts';
import { classNmsReference, nmsReference } from './nms.reference.ts';
import { classNms, classNmsCapacity, type NmsThresholds, nms, nmsParams } from './nms.ts';

kernelTest('nms', {
  cases: nmsCases,
  draw: drawNms,
  reals: ['f32'],
  run: async (f, kase) => {
    const setup = makeNms(f, kase);
    await f.run(setup.dispatches);
    await setup.check(kase);
  },
});

kernelTest('nms of classes', {
  cases: classNmsCases,
  reals: ['f32'],
  run: async (f, kase) => {
    const { batch, classes, candidates, boxKind, limit, minScore, iouThreshold } = kase;
    const scores = Array.from(
      { length: batch * classes },
      () => nmsCandidates(f.random, kase).scores,
    );
    const boxes = Array.from({ length: batch }, () => nmsCandidates(f.random, kase).boxes);
    const shape = [batch, classes, candidates];
    const inputs = {
      boxes: f.input([batch, candidates, 4], 'dense', boxes.flat().map(flipped(f, boxKind))),
      scores: f.input(shape, 'dense', scores.flat()),
    };
    const capacity = classNmsCapacity(shape, limit);
    const kept = f.output([capacity, 3], 'dense', 'i32');
    const keptCount = f.output([1], 'dense', 'i32');
    const settings = { boxKind, limit, minScore, iouThreshold };
    const { boxes: boxInput, scores: scoreInput } = inputs;
    const tensors = { boxes: boxInput.tensor, scores: scoreInput.tensor, kept, keptCount };
    await f.run(classNms({ ...tensors, ...settings }));
    const rows = classNmsReference(boxInput.values, scoreInput.values, { ...settings, shape });
    await f.compare(keptCount, [rows.length], { relative: 0 });
    const missing = Array.from({ length: (capacity - rows.length) * 3 }, () => -1);
    await f.compare(kept, [...rows.flat(), ...missing], { relative: 0 });
  },
});

/** Corners in any order: two numbers of every other box change places. */
function flipped(f: KernelFixture, kind: 'corners' | 'centre') {
  return (value: number, i: number, all: readonly number[]) => {
    const swaps = kind === 'corners' && Math.floor(i / 4) % 2 === 1;
    // A centre and a size are other numbers of the same boxes: sizes are not negative.
    if (kind === 'centre' && i % 4 > 1) return f.random.integer(0, 16) / 64;
    return swaps ? all[i - (i % 4) + ((i + 2) % 4)] : value;
  };
}

// What a run leaves in scratch tensors must not reach the next one.
gpuTest('nms with new scores and thresholds', async (f) => {
  const kase = nmsCases.find(({ name }) => name === '257 candidates') as NmsCase;
  const { args, dispatches, check } = makeNms(f, kase);
  const tensors = dispatches.flatMap((dispatch) => [...dispatch.tensors.values()]);
  const scratch = await allocate(f.device, 'scratch', tensors);
  const recording = await Recording.create(f.device, 'nms', dispatches);
  recording.run();
  await check(kase);
  const scores = Float32Array.from(f.values(kase.candidates, 0, 1));
  const minSize = { width: 10 / 64, height: 11 / 64 };
  const thresholds = { minScore: 0.5, iouThreshold: 0.125, minSize, limit: 5 };
  uploadTensor(f.device, args.scores, scores);
  for (const dispatch of dispatches) recording.setParams(dispatch, nmsParams(thresholds));
  recording.run();
  await check(thresholds, Float64Array.from(scores));
  recording.dispose();
  for (const buffer of scratch) f.device.freeBuffer(buffer);
});

function makeNms(f: KernelFixture, kase: NmsCase) {
  const { candidates, minScore, iouThreshold, minSize, limit } = kase;
  const drawn = nmsCandidates(f.random, kase);
  const boxes = f.input([candidates, 4], 'dense', drawn.boxes);
  const scores = f.input([candidates], 'dense', drawn.scores);
  const thresholds = {
    minScore,
    iouThreshold,
    ...(minSize && { minSize }),
    ...(limit !== undefined && { limit }),
  };
  const args = {
    boxes: boxes.tensor,
    scores: scores.tensor,
    ...thresholds,
    keptCount: f.output([1], 'dense', 'u32'),
    keptIndices: f.output([candidates], 'dense', 'u32'),
  };
  const dispatches = nms(args);
  const exact = { relative: 0 };
  const check = async (thresholds: NmsThresholds, current = scores.values) => {
    const kept = nmsReference(boxes.values, current, thresholds);
    await f.compare(args.keptCount, [kept.length], exact);
    const indices = (await f.read(args.keptIndices)).subarray(0, kept.length);
    f.compareValues(indices, kept, [kept.length], exact);
  };
  return { args, dispatches, check };
}

describe('nms arguments', () => {
  const tensor = (shape: number[], dtype: 'f32' | 'u32' = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args = {
    boxes: tensor([7, 4]),
    scores: tensor([7]),
    minScore: 0.5,
    iouThreshold: 0.5,
    keptCount: tensor([1], 'u32'),
    keptIndices: tensor([7], 'u32'),
  };

  it.each([
    ['boxes of five numbers', { boxes: tensor([7, 5]) }],
    ['scores for other boxes', { scores: tensor([8]) }],
    ['a count of f32', { keptCount: tensor([1]) }],
    ['room for too few', { keptIndices: tensor([6], 'u32') }],
    ['indices of f32', { keptIndices: tensor([7]) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => nms({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});

describe('nms of classes', () => {
  const tensor = (shape: number[], dtype: 'f32' | 'i32' = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args = {
    boxes: tensor([2, 7, 4]),
    boxKind: 'corners',
    scores: tensor([2, 3, 7]),
    minScore: 0.5,
    iouThreshold: 0.5,
    limit: 5,
    keptCount: tensor([1], 'i32'),
    kept: tensor([30, 3], 'i32'),
  } as const;

  it.each([
    ['scores without classes', { scores: tensor([2, 7]) }],
    ['boxes of another batch', { boxes: tensor([1, 7, 4]) }],
    ['a limit below 0', { limit: -1 }],
    ['room for too few', { kept: tensor([29, 3], 'i32') }],
    ['more lists than a dispatch has', { scores: tensor([2, 70_000, 7]) }],
  ])('refuses %s', (_name, wrong) => {
    expect(() => classNms({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
