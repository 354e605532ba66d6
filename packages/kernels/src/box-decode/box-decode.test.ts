import { Tensor } from '../tensor/tensor.ts';
import { elementwiseTolerances, type KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawSsdBoxes, drawYoloBoxes, ssdBoxesCases, yoloBoxesCases } from './box-decode.cases.ts';
import { type Decoded, ssdReference, yoloReference } from './box-decode.reference.ts';
import { ssdBoxes, ssdScales } from './ssd.ts';
import { type YoloAnchor, yoloBoxes } from './yolo.ts';

kernelTest('ssd-boxes', {
  cases: ssdBoxesCases,
  draw: drawSsdBoxes,
  draws: 12,
  run: async (f, { anchors: count, classes, scoreIndex, scales, clip, reach = 8 }) => {
    const around = (n: number) => f.values(n, -reach, reach);
    const encodings = f.input([count, 4], 'dense', around(4 * count));
    const logits = f.input([count, classes], 'dense', around(classes * count));
    const anchors = f.input([count, 4], 'dense', drawAnchors(f, count), 'f32');
    const output = outputs(f, count);
    const attributes = { scoreIndex, scales, clip };
    const dispatches = ssdBoxes({
      encodings: encodings.tensor,
      logits: logits.tensor,
      anchors: anchors.tensor,
      ...attributes,
      ...output,
    });
    await f.run(dispatches);
    const reference = ssdReference({
      encodings: encodings.values,
      logits: logits.values,
      classes,
      anchors: anchors.values,
      scoreIndex,
      scales: scales ?? ssdScales,
      clip: clip ?? false,
    });
    await compareDecoded(f, output, reference);
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

/** Top, left, bottom, right; some reach over the edge of the photo. */
function drawAnchors({ random }: KernelFixture, count: number): Float64Array {
  const anchors = new Float64Array(4 * count);
  for (let i = 0; i < count; i++) {
    const top = random.uniform(-0.2, 1);
    const left = random.uniform(-0.2, 1);
    const box = [top, left, top + random.uniform(0.01, 0.5), left + random.uniform(0.01, 0.5)];
    anchors.set(box, 4 * i);
  }
  return anchors;
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

describe('ssd-boxes arguments', () => {
  const args = {
    encodings: tensor(7, 4),
    logits: tensor(7, 2),
    anchors: tensor(7, 4),
    scoreIndex: 1,
    boxes: tensor(7, 4),
    scores: tensor(7),
  };

  it.each([
    ['a class that is not there', { scoreIndex: 2 }],
    ['a batch', { logits: tensor(1, 7, 2) }],
    ['anchors for other logits', { anchors: tensor(8, 4) }],
    ['an output of another shape', { scores: tensor(7, 1) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => ssdBoxes({ ...args, ...wrong })).toThrow(mismatch);
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
