import { ConstantTensor, Device, type ErrorCode } from '@facegpu/kernels';
import { allOperators, GraphBuilder, type ImageSizes, Model } from '@facegpu/nn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Point } from './api/face.ts';
import type { PipelineOptions } from './api/options.ts';
import type { BoxDecoder } from './detect/decoders/decoder.ts';
import { defineDecoder } from './models/decode.ts';
import { FacePipeline } from './pipeline.ts';
import { expectError } from './testing/errors.ts';

/** Faces that the detector of these tests always finds: each alone in a cell of a square grid. */
interface Made {
  readonly faces: number;
  readonly points: number;
}

/** Cells of the grid, along each side. */
const cells = 20;

/** Where its keypoints lie in a box, as shares. */
const places: readonly Point[] = [
  [0.3, 0.4],
  [0.7, 0.4],
  [0.5, 0.6],
  [0.35, 0.8],
  [0.65, 0.8],
];

const corners = (face: number) => [(face % cells) / cells, Math.floor(face / cells) / cells];

/** What the decoder was told of the network's size, each time that it was asked. */
let sizes: string[] = [];

const made = defineDecoder<Made, BoxDecoder>(
  { faces: () => undefined, points: () => undefined },
  ({ faces, points }) => ({
    iouThreshold: 0.5,
    decode({ size }) {
      sizes.push(`${size.width}×${size.height}`);
      const all = Array.from({ length: faces }, (_, i) => i);
      const tensor = (shape: number[], data: number[]) =>
        new ConstantTensor(
          'made',
          { shape, dtype: 'f32', layout: 'dense' },
          Float32Array.from(data),
        );
      const side = 1 / cells;
      return {
        boxes: tensor(
          [faces, 4],
          all.flatMap((i) => [...corners(i), ...corners(i).map((at) => at + side)]),
        ),
        scores: tensor(
          [faces],
          all.map((i) => 0.9 - i / 1000),
        ),
        keypoints:
          points > 0
            ? tensor(
                [faces, points, 2],
                all.flatMap((i) => {
                  const [x, y] = corners(i);
                  return places
                    .slice(0, points)
                    .flatMap(([dx, dy]) => [x + dx * side, y + dy * side]);
                }),
              )
            : undefined,
        dispatches: [],
      };
    },
  }),
);

interface Described extends Partial<Made> {
  readonly order?: string;
  readonly sizes?: ImageSizes;
}

/** A detector of any size that looks at nothing. */
function detector({ faces = 3, points = 5, order, sizes }: Described): Promise<Model> {
  const builder = new GraphBuilder();
  const pool = { kernel: [1, 1], strides: [1, 1], padding: 'valid' } as const;
  const image = builder.input('image', ['batch', 'height', 'width', 3]);
  const graph = builder.build(builder.node('map', 'maxPool', [image], pool));
  const pixels = { channels: 'rgb', mean: [0, 0, 0], scale: [1, 1, 1] } as const;
  const input = { name: 'image', sizes: sizes ?? [[32, 32]], ...pixels };
  const words = { name: 'made-up', description: '', licence: '', origin: '', task: 'detector' };
  const settings = { decode: { kind: 'made', faces, points }, ...(order && { order }) };
  const metadata = { ...words, input, graph, quantization: {}, settings };
  return Model.parse(Model.serialize(metadata, new Map()), 'made-up.safetensors');
}

function photo(width: number, height: number) {
  return { data: new Uint8Array(width * height * 4).fill(128), width, height };
}

describe('a pipeline with a detector of the caller’s own', () => {
  let device: Device;
  beforeAll(async () => {
    device = await Device.acquire();
  });
  afterAll(() => device?.dispose());

  async function create(
    meta: object,
    described: Described,
    options: PipelineOptions = {},
  ): Promise<FacePipeline> {
    Object.assign(meta, { adapter: device.info.name });
    const own = { operators: allOperators, decoders: { made } };
    const model = await detector(described);
    return FacePipeline.create({
      device,
      detector: model,
      ...own,
      recognizer: 'arcface',
      ...options,
    });
  }

  it('looks at each photo in the size that suits it, each compiled once', async ({ task }) => {
    sizes = [];
    await using pipeline = await create(task.meta, { sizes: { multiple: 32, longest: 128 } });
    expect(sizes).toEqual(['128×128']);
    const buffers = () => device.memory.buffers;
    for (const [width, height] of [
      [400, 300],
      [300, 400],
      [410, 310],
      [20, 40],
      [128, 128],
      [300, 400],
    ]) {
      const faces = await pipeline.detect(photo(width, height), { landmarks: false });
      expect(faces).toHaveLength(3);
      // The first face lies in the corner of the canvas, whose middle is the photo's.
      const side = Math.max(width, height);
      expect(faces[0].box.x).toBeLessThanOrEqual(0);
      expect(faces[0].box.width).toBeLessThanOrEqual(1.5 * (side / cells));
    }
    expect(sizes).toEqual(['128×128', '128×96', '96×128', '32×64']);
    const [before] = [buffers()];
    await Promise.all(
      [photo(500, 20), photo(500, 20)].map((each) => pipeline.detect(each, { upright: true })),
    );
    expect(sizes.slice(4)).toEqual(['128×32']);
    expect(buffers()).toBeGreaterThan(before);
    // Of a seventh size, the one that was not used for longest is let go.
    for (const [width, height] of [
      [20, 500],
      [64, 64],
      [400, 300],
    ]) {
      await pipeline.detect(photo(width, height), { landmarks: false });
    }
    expect(sizes.slice(5)).toEqual(['32×128', '64×64', '128×96']);
  });

  it('takes the size of a list that shows a photo largest', async ({ task }) => {
    sizes = [];
    const list = [
      [64, 64],
      [64, 128],
      [128, 64],
    ] as const;
    await using pipeline = await create(task.meta, { sizes: list });
    for (const [width, height] of [
      [300, 200],
      [200, 300],
      [200, 200],
      [40, 40],
    ]) {
      await pipeline.detect(photo(width, height), { landmarks: false });
    }
    expect(sizes).toEqual(['64×64', '128×64', '64×128']);
  });

  it('aligns by the detector’s keypoints where it has no landmarker', async ({ task }) => {
    const options = { landmarker: false, recognizer: 'arcface' } as const;
    await using pipeline = await create(task.meta, { order: 'five' }, options);
    expect(pipeline.info).toMatchObject({ landmarker: 'none', landmarkOrder: 'five' });
    const faces = await pipeline.detect(photo(640, 640), { chips: true });
    expect(faces).toHaveLength(3);
    for (const [i, face] of faces.entries()) {
      expect(face.landmarks).toEqual(face.keypoints);
      places.forEach(([dx, dy], point) => {
        const [x, y] = face.landmarks[point];
        expect(x).toBeCloseTo(640 * (corners(i)[0] + dx / cells), 3);
        expect(y).toBeCloseTo(640 * (corners(i)[1] + dy / cells), 3);
      });
      expect(face.descriptor.values).toHaveLength(512);
      expect(face.chip?.width).toBe(112);
    }
    // The networks of attributes want more points than there are.
    const guessing = () => pipeline.detect(photo(640, 640), { attributes: true });
    await expectError(guessing, 'bad-model', /in the order five hold 0 points/);
  });

  it('finds every face of a crowd, with keypoints that go with it', async ({ task }) => {
    const crowd = { faces: 300, order: 'five' };
    await using pipeline = await create(task.meta, crowd, { landmarker: false });
    const before = device.memory.buffers;
    const faces = await pipeline.detect(photo(400, 400), { descriptors: false });
    expect(faces).toHaveLength(300);
    faces.forEach(({ box, landmarks, keypoints, score }, i) => {
      const [x, y] = corners(i).map((at) => 400 * at);
      expect(Math.hypot(box.x - x, box.y - y)).toBeLessThan(1e-3);
      expect(score).toBeCloseTo(0.9 - i / 1000, 6);
      expect(landmarks).toEqual(keypoints);
    });
    // But for the way back, which is kept.
    expect(device.memory.buffers - before).toBeLessThanOrEqual(2);
  });

  it.for<[Described, ErrorCode, RegExp]>([
    [{ points: 0 }, 'bad-argument', /no landmarker, and made-up\.safetensors has no keypoints/],
    [{}, 'bad-argument', /has 5 keypoints in the order undefined/],
    [{ points: 4, order: 'five' }, 'bad-argument', /has 4 keypoints in the order five/],
    [{ order: 'seven' }, 'bad-model', /settings\.order is "seven"/],
  ])('is refused without a landmarker: %j', async ([described, code, message]) => {
    const before = device.memory.buffers;
    const creating = () => create({}, described, { landmarker: false });
    await expectError(creating, code, message);
    expect(device.memory.buffers).toBe(before);
  });
});
