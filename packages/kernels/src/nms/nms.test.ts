import { Recording } from '../device/recording.ts';
import { allocate, uploadTensor } from '../device/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawNms, type NmsCase, nmsCandidates, nmsCases } from './nms.cases.ts';
import { nmsReference } from './nms.reference.ts';
import { type NmsThresholds, nms, nmsParams } from './nms.ts';

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
  const thresholds = { minScore: 0.5, iouThreshold: 0.125 };
  uploadTensor(f.device, args.scores, scores);
  for (const dispatch of dispatches) recording.setParams(dispatch, nmsParams(thresholds));
  recording.run();
  await check(thresholds, Float64Array.from(scores));
  recording.dispose();
  for (const buffer of scratch) f.device.freeBuffer(buffer);
});

function makeNms(f: KernelFixture, kase: NmsCase) {
  const { candidates, minScore, iouThreshold } = kase;
  const drawn = nmsCandidates(f.random, kase);
  const boxes = f.input([candidates, 4], 'dense', drawn.boxes);
  const scores = f.input([candidates], 'dense', drawn.scores);
  const args = {
    boxes: boxes.tensor,
    scores: scores.tensor,
    minScore,
    iouThreshold,
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
