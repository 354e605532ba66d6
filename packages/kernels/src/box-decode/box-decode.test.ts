import { Tensor } from '../tensor/tensor.ts';
import { elementwiseTolerances, type KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import {
  drawPriorBoxes,
  drawYoloBoxes,
  priorBoxesCases,
  priorPointsCases,
  yoloBoxesCases,
} from './box-decode.cases.ts';
import {
  type Decoded,
  priorPointsReference,
  priorReference,
  yoloReference,
} from './box-decode.reference.ts';
import { type PriorBoxesArgs, priorBoxes, unitScales } from './prior.ts';
import { priorPoints } from './prior-points.ts';
import { type YoloAnchor, yoloBoxes } from './yolo.ts';

kernelTest('prior-boxes', {
  cases: priorBoxesCases,
  draw: drawPriorBoxes,
  draws: 12,
  run: async (f, { priors: count, classes, scoreIndex, coding, scoring, ...c }) => {
    const { reach = 8, rowsFirst = false, clip = false, scales = unitScales, first = 0 } = c;
    // Sizes grow by exp(2) at most unless the scales shrink what they grow by.
    const most = coding === 'centre' && scales === unitScales && reach < 100 ? 2 : reach;
    const encodings = f.input([count, 4], 'dense', f.values(4 * count, -most, most));
    const logits = f.input([count, classes], 'dense', f.values(classes * count, -reach, reach));
    const priors = f.input([count, 4], 'dense', drawPriors(f, count), 'f32');
    const factors = c.factors ? f.input([count], 'dense', f.values(count, 0, 1)) : undefined;
    const output = outputs(f, first + count);
    const attributes = { scoreIndex, coding, scoring, rowsFirst, clip, scales };
    const dispatches = priorBoxes({
      encodings: encodings.tensor,
      logits: logits.tensor,
      priors: priors.tensor,
      factors: factors?.tensor,
      first,
      ...attributes,
      ...output,
    });
    await f.run(dispatches);
    const reference = priorReference({
      encodings: encodings.values,
      logits: logits.values,
      classes,
      priors: priors.values,
      factors: factors?.values,
      ...attributes,
    });
    const [boxes, scores] = [await f.read(output.boxes), await f.read(output.scores)];
    const tolerance = elementwiseTolerances.f32;
    f.compareValues(boxes.subarray(4 * first), reference.boxes, [count, 4], tolerance);
    f.compareValues(scores.subarray(first), reference.scores, [count], tolerance);
  },
});

kernelTest('prior-points', {
  cases: priorPointsCases,
  run: async (f, { priors: count, points, scales = unitScales, first = 0 }) => {
    const values = f.values(count * points * 2, -3, 3);
    const encodings = f.input([count, points * 2], 'dense', values);
    const priors = f.input([count, 4], 'dense', drawPriors(f, count), 'f32');
    const output = f.output([first + count, points, 2], 'dense', 'f32');
    const tensors = { encodings: encodings.tensor, priors: priors.tensor, points: output };
    await f.run(priorPoints({ ...tensors, scales, first }));
    const reference = priorPointsReference(encodings.values, priors.values, points, scales);
    const got = (await f.read(output)).subarray(first * points * 2);
    f.compareValues(got, reference, [count, points, 2], elementwiseTolerances.f32);
  },
});

kernelTest('yolo-boxes', {
  cases: yoloBoxesCases,
  draw: drawYoloBoxes,
  draws: 12,
  run: async (f, { grid, anchors: count }) => {
    const [height, width] = grid;
    const candidates = height * width * count;
    // Sizes grow by exp(2) at most: photos have no faces larger than that.
    const cells = f.input([height, width, count * 5], 'dense', f.values(candidates * 5, -2, 2));
    const anchors = Array.from({ length: count }, (): YoloAnchor => {
      const [w, h] = new Float32Array(f.values(2, 0.5, 8));
      return [w, h];
    });
    const output = outputs(f, candidates);
    const dispatches = yoloBoxes({ cells: cells.tensor, anchors, ...output });
    await f.run(dispatches);
    await compareDecoded(f, output, yoloReference(cells.values, grid, anchors));
  },
});

function outputs(f: KernelFixture, count: number) {
  return {
    boxes: f.output([count, 4], 'dense', 'f32'),
    scores: f.output([count], 'dense', 'f32'),
  };
}

/** Left, top, right, bottom; some reach over the edge of the photo. */
function drawPriors({ random }: KernelFixture, count: number): Float64Array {
  const priors = new Float64Array(4 * count);
  for (let i = 0; i < count; i++) {
    const left = random.uniform(-0.2, 1);
    const top = random.uniform(-0.2, 1);
    const box = [left, top, left + random.uniform(0.01, 0.5), top + random.uniform(0.01, 0.5)];
    priors.set(box, 4 * i);
  }
  return priors;
}

/** Boxes and scores are f32 whatever they were decoded from. */
async function compareDecoded(
  f: KernelFixture,
  { boxes, scores }: ReturnType<typeof outputs>,
  reference: Decoded,
): Promise<void> {
  await f.compare(boxes, reference.boxes, elementwiseTolerances.f32);
  await f.compare(scores, reference.scores, elementwiseTolerances.f32);
}

const tensor = (...shape: number[]) => new Tensor('test', { shape, dtype: 'f32', layout: 'dense' });
const mismatch = expect.objectContaining({ code: 'shape-mismatch' });

describe('prior-boxes arguments', () => {
  const args: PriorBoxesArgs = {
    encodings: tensor(7, 4),
    coding: 'centre',
    logits: tensor(7, 2),
    priors: tensor(7, 4),
    scoreIndex: 1,
    scoring: 'softmax',
    boxes: tensor(7, 4),
    scores: tensor(7),
  };

  it.each([
    ['a class that is not there', { scoreIndex: 2 }],
    ['a batch', { logits: tensor(1, 7, 2) }],
    ['priors for other logits', { priors: tensor(8, 4) }],
    ['factors for other logits', { factors: tensor(8) }],
    ['an output of another shape', { scores: tensor(7, 1) }],
    ['an output without room behind others', { first: 1 }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => priorBoxes({ ...args, ...wrong })).toThrow(mismatch);
  });
});

describe('prior-points arguments', () => {
  const args = { encodings: tensor(7, 10), priors: tensor(7, 4), points: tensor(7, 5, 2) };

  it.each([
    ['half a point', { encodings: tensor(7, 9) }],
    ['a batch', { encodings: tensor(1, 7, 10) }],
    ['priors for other points', { priors: tensor(8, 4) }],
    ['an output without room behind others', { first: 1 }],
    ['an output of another shape', { points: tensor(7, 10) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => priorPoints({ ...args, ...wrong })).toThrow(mismatch);
  });
});

describe('yolo-boxes arguments', () => {
  const anchors: YoloAnchor[] = [
    [1, 2],
    [3, 4],
  ];

  it.each([
    ['cells for more anchors', { cells: tensor(3, 3, 15) }],
    ['a batch', { cells: tensor(1, 3, 3, 10) }],
    ['an output of another shape', { boxes: tensor(9, 4) }],
  ])('refuse %s', (_name, wrong) => {
    const args = { cells: tensor(3, 3, 10), anchors, boxes: tensor(18, 4), scores: tensor(18) };
    expect(() => yoloBoxes({ ...args, ...wrong })).toThrow(mismatch);
  });
});
