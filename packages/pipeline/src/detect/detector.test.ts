import { ConstantTensor, Device, Readback } from '@facegpu/kernels';
import { allOperators, GraphBuilder, Model } from '@facegpu/nn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Batch } from '../gpu/batch.ts';
import { PhotoBuffer } from '../gpu/photo-buffer.ts';
import { Submitter } from '../gpu/submission.ts';
import { defineDecoder } from '../models/decode.ts';
import { expectError } from '../testing/errors.ts';
import { allDecoders } from './decoders/all.ts';
import { type BoxDecoder, type BoxDecoders, share } from './decoders/decoder.ts';
import type { Detector } from './detector.ts';
import { createDetectors } from './detectors.ts';

const size = 8;

/** A network that hands its input on, with these settings. */
async function detector(settings: Record<string, unknown>): Promise<Model> {
  const builder = new GraphBuilder();
  const pool = { kernel: [1, 1], strides: [1, 1], padding: 'valid' } as const;
  const image = builder.input('image', ['batch', size, size, 3]);
  const graph = builder.build(builder.node('map', 'maxPool', [image], pool));
  const pixels = { channels: 'rgb', mean: [0, 0, 0], scale: [1, 1, 1] } as const;
  const input = { name: 'image', sizes: [[size, size]] as const, ...pixels };
  const words = { description: '', licence: '', origin: '', task: 'detector' };
  const metadata = { name: 'made-up', ...words, input, graph, quantization: {}, settings };
  return Model.parse(Model.serialize(metadata, new Map()), 'made-up.safetensors');
}

interface Made {
  readonly corners: readonly (readonly [number, number])[];
  readonly iouThreshold: number;
}

/** Proposes what its settings say: a box, a score and a keypoint each. */
const made = defineDecoder<Made, BoxDecoder>(
  { corners: () => undefined, iouThreshold: share },
  ({ corners, iouThreshold }) => ({
    iouThreshold,
    decode({ output }) {
      const count = corners.length / 3;
      const values = Float32Array.from(corners.flat());
      const tensor = (label: string, shape: number[], data: Float32Array<ArrayBuffer>) =>
        new ConstantTensor(label, { shape, dtype: 'f32', layout: 'dense' }, data);
      expect(output('map').shape).toEqual([size, size, 3]);
      return {
        boxes: tensor('boxes', [count, 4], values.slice(0, count * 4)),
        keypoints: tensor('keypoints', [count, 1, 2], values.slice(count * 4)),
        scores: tensor('scores', [count], Float32Array.of(0.5, 1.03, 0.1)),
        dispatches: [],
      };
    },
  }),
);

describe('a detector', () => {
  let device: Device;
  beforeAll(async () => {
    device = await Device.acquire();
  });
  afterAll(() => device?.dispose());

  async function create(settings: Record<string, unknown>, decoders: BoxDecoders) {
    const photo = await PhotoBuffer.create(device);
    // Twice as wide as high: the letterbox adds a quarter above and below.
    await photo.upload({
      data: new Uint8Array(40 * 20 * 4),
      width: 40,
      height: 20,
      originalWidth: 40,
      originalHeight: 20,
    });
    const common = { operators: allOperators, precision: 'f32', averaging: true } as const;
    const making = createDetectors(device, await detector(settings), {
      ...common,
      photo,
      decoders,
    });
    return making
      .catch((error: unknown) => {
        photo.dispose();
        throw error;
      })
      .then((detectors) => ({ photo, detectors }));
  }

  it('takes decoders that are in the table, and their keypoints go with the boxes', async ({
    task,
  }) => {
    Object.assign(task.meta, { adapter: device.info.name });
    const boxes = [
      [0, 0.25],
      [0.5, 0.75],
      [0.5, 0.5],
      [1, 0.75],
      [0, 0],
      [1, 1],
    ];
    const keypoints = [
      [0.25, 0.5],
      [0.75, 0.625],
      [0, 0],
    ];
    const corners = [...boxes, ...keypoints];
    const settings = { decode: { kind: 'made', corners, iouThreshold: 0.5 } };
    const before = device.memory.buffers;
    const { photo, detectors } = await create(settings, { ...allDecoders, made });
    const look = async (detector: Detector) => {
      const { kept } = detector;
      const readback = await Readback.create(device, 'kept', detector.results);
      detector.setPhoto();
      detector.configure({ minScore: 0.2, minSize: 0, iouThreshold: undefined, limit: 9 }, {});
      await new Submitter(device).run([{ stages: [detector], readbacks: [readback] }]);
      const batch = new Batch(readback);
      expect([...batch.values(kept.count)]).toEqual([2]);
      readback.dispose();
      return [0, 1].map((face) => detector.read(batch, face));
    };
    const wanted = [
      {
        box: { x: 20, y: 10, width: 20, height: 10 },
        score: 1,
        keypoints: [[30, 15]],
      },
      { box: { x: 0, y: 0, width: 20, height: 20 }, score: 0.5, keypoints: [[10, 10]] },
    ];
    expect(await detectors.use(photo, look)).toEqual(wanted);
    expect(await detectors.useWhole(photo, look)).toEqual(wanted);
    for (const part of [detectors, photo]) part.dispose();
    expect(device.memory.buffers).toBe(before);
  });

  const yolo = { kind: 'yolo', output: 'map', anchors: [[1, 1]], iouThreshold: 0.5 };

  it.each([
    [{}, /: settings\.decode is missing/],
    [{ decode: null }, /settings\.decode is null, not a table/],
    [{ decode: { output: 'map' } }, /settings\.decode\.kind is missing/],
    [{ decode: yolo, decoder: {} }, /settings\.decoder is no field/],
    [{ decode: yolo, order: 5 }, /settings\.order is 5, not a name/],
    [{ decode: { kind: 'yolov9' } }, /settings\.decode\.kind is "yolov9"/],
    [{ decode: { kind: 'constructor' } }, /settings\.decode\.kind is "constructor"/],
    [{ decode: { kind: 'yolo', output: 'map' } }, /decode\.anchors is missing/],
    [{ decode: { ...yolo, anchors: [[1, 2, 3]] } }, /anchors\[0\] is \[1,2,3\], not a list of 2/],
    [{ decode: { ...yolo, iouThreshold: 2 } }, /iouThreshold is 2, not a number from 0 to 1/],
    [{ decode: { ...yolo, output: 7 } }, /decode\.output is 7, not a name/],
    [{ decode: { ...yolo, scores: 'map' } }, /decode\.scores is no field/],
    [{ decode: { ...yolo, output: 'none' } }, /none/],
  ])('refuses the settings %j', async (settings, message) => {
    const before = device.memory.buffers;
    const error = await create(settings, allDecoders).catch((caught: unknown) => caught);
    const fix = expect.stringMatching(/ssd, yolo|needs|convert/);
    expect(error).toMatchObject({ code: 'bad-model', fix });
    await expectError(() => Promise.reject(error), 'bad-model', message);
    expect(device.memory.buffers).toBe(before);
  });
});
