import { type Affine, applyAffine, type Crop, Device, letterbox } from '@facegpu/kernels';
import { similarityReference, warpReference } from '@facegpu/kernels/testing';
import { allOperators, Model } from '@facegpu/nn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platform } from '#platform';
import { templateOf } from '../align/template.ts';
import { allDecoders } from '../detect/decoders/all.ts';
import type { Photo } from '../photo/photo.ts';
import { createAlignedProgram } from '../program/aligned-program.ts';
import type { FoundFace, Program } from '../program/program.ts';
import { modelFile } from '../testing/model-files.ts';
import { onnxModel } from '../testing/onnx-model.ts';
import {
  InferenceSession,
  type OnnxSession,
  type OnnxTensor,
  Tensor,
} from '../testing/onnx-runtime.ts';
import { openseefaceDetector, openseefaceLandmarker } from '../testing/openseeface.ts';
import { sharedData } from '../testing/shared-data.ts';
import { allLandmarkDecoders } from './decoders/all.ts';

/** Side of what both networks look at, in pixels. */
const side = 224;
const minScore = 0.5;

const files = {
  detector: 'models/openseeface_detection.onnx',
  landmarker: 'models/openseeface_landmarks.onnx',
};

describe('OpenSeeFace’s heatmaps', () => {
  let device: Device;
  beforeAll(async () => {
    device = await Device.acquire();
  });
  afterAll(() => device?.dispose());

  async function createProgram(detector: string, landmarker: string): Promise<Program> {
    const recogniser = await modelFile('face-recognition-128');
    return createAlignedProgram({
      device,
      ...{ operators: allOperators, decoders: allDecoders },
      landmarkDecoders: allLandmarkDecoders,
      ...{ precision: 'f32', mirror: false, alignment: 'similarity', alignments: {} },
      onCompiled() {},
      detector: await onnxModel(detector, openseefaceDetector),
      landmarker: await onnxModel(landmarker, openseefaceLandmarker),
      embedders: [await Model.parse(recogniser, 'face-recognition-128.safetensors')],
    });
  }

  it('are decoded as with ONNX Runtime: boxes and 66 points within a pixel', async ({
    task,
    skip,
  }) => {
    Object.assign(task.meta, { adapter: device.info.name });
    const detector = sharedData(files.detector, skip);
    const landmarker = sharedData(files.landmarker, skip);
    const program = await createProgram(detector, landmarker);
    const original = await Original.create(detector, landmarker);
    let compared = 0;
    for (const name of ['photos/obama_and_biden.jpg', 'photos/kit_with_rose.jpg']) {
      const file = sharedData(name, skip);
      const photo = await platform.decodePhoto(file, { maxSide: 4096, maxBytes: 1 << 27 });
      const boxes = { minScore, minSize: 0, iouThreshold: undefined, limit: 99 };
      const request = { boxes, landmarks: true, descriptors: false, chips: false, isChip: false };
      const nothing = {
        tiles: false,
        upright: true,
        roll: 0,
        zooms: [1],
        ...{ attributes: undefined, match: undefined, signal: undefined },
      };
      const { faces } = await program.detect(photo, { ...request, ...nothing, timings: false }, 0);
      const wanted = await original.find(photo);
      expect(faces.length, name).toBe(wanted.length);
      for (const [i, face] of faces.entries()) {
        compared++;
        const { box, landmarks } = wanted[i];
        expect(apart(edgesOf(face.box), edgesOf(box)), `${name}, box ${i}`).toBeLessThan(1);
        expect(
          apart(face.landmarks?.flat(), landmarks.flat()),
          `${name}, points ${i}`,
        ).toBeLessThan(1);
      }
    }
    expect(compared).toBeGreaterThanOrEqual(3);
    program.dispose();
  });
});

type Found = Required<Pick<FoundFace, 'box' | 'score' | 'landmarks'>>;

/** The networks as ONNX Runtime computes them, decoded as OpenSeeFace's tracker does, but for its half cell. */
class Original {
  readonly #detector: OnnxSession;
  readonly #landmarker: OnnxSession;

  private constructor(detector: OnnxSession, landmarker: OnnxSession) {
    this.#detector = detector;
    this.#landmarker = landmarker;
  }

  static async create(detector: string, landmarker: string): Promise<Original> {
    const load = (file: string) => InferenceSession.create(file);
    return new Original(await load(detector), await load(landmarker));
  }

  /** Faces, the most certain first. */
  async find(photo: Photo): Promise<Found[]> {
    const faces = await this.#detect(photo);
    const found: Found[] = [];
    for (const face of faces) {
      const { x, y, width, height } = face.box;
      const square = 1.25 * Math.max(width, height);
      const scale = square / side;
      const first = await this.#landmarks(photo, {
        x: [scale, 0, x + width / 2 - square / 2],
        y: [0, scale, y + height / 2 - square / 2],
      });
      const { alignment } = openseefaceLandmarker.settings as Parameters<typeof aligned>[0];
      const template = aligned({ alignment });
      found.push({
        ...face,
        landmarks: await this.#landmarks(photo, similarityReference(template, first.flat())),
      });
    }
    return found;
  }

  async #detect(photo: Photo): Promise<Omit<Found, 'landmarks'>[]> {
    const crop = letterbox(photo, { width: side, height: side });
    const { output, maxpool } = await this.#detector.run({ input: imageOf(photo, crop) });
    const [map, highest] = [output, maxpool].map(({ data }) => data);
    const cells = 56 * 56;
    const peaks = Array.from({ length: cells }, (_, cell) => cell)
      .filter((cell) => map[cell] === highest[cell] && map[cell] > minScore)
      .sort((a, b) => map[b] - map[a]);
    return peaks.map((cell) => {
      const radius = 112 * map[cells + cell];
      const [x, y] = [4 * ((cell % 56) + 0.5), 4 * (Math.floor(cell / 56) + 0.5)];
      const [left, top] = applyAffine(crop.map, x - radius, y - radius);
      const [right, bottom] = applyAffine(crop.map, x + radius, y + radius);
      return {
        box: { x: left, y: top, width: right - left, height: bottom - top },
        score: map[cell],
      };
    });
  }

  async #landmarks(photo: Photo, map: Affine): Promise<[number, number][]> {
    const crop = { map, window: [0, 0, photo.width, photo.height] } as const;
    const { output } = await this.#landmarker.run({ input: imageOf(photo, crop) });
    const values = output.data;
    const cells = 28 * 28;
    const offset = (channel: number, cell: number) => {
      const share = Math.min(Math.max(values[channel * cells + cell], 1e-7), 1 - 1e-7);
      return (223 * Math.log(share / (1 - share))) / 16;
    };
    return Array.from({ length: 66 }, (_, point) => {
      const heights = values.subarray(point * cells, (point + 1) * cells);
      const cell = heights.indexOf(Math.max(...heights));
      // The tracker calls the rows x: the first 66 offsets are those of the rows.
      const y = (223 * Math.floor(cell / 28)) / 27 + offset(66 + point, cell);
      const x = (223 * (cell % 28)) / 27 + offset(132 + point, cell);
      return applyAffine(map, x, y);
    });
  }
}

function aligned({ alignment }: { alignment: Parameters<typeof templateOf>[0] }) {
  return templateOf(alignment, 'openseeface66', side);
}

/** A crop of a photo as the networks take it, channels first. */
function imageOf(photo: Photo, crop: Crop): OnnxTensor {
  const { channels, mean, scale } = openseefaceDetector.input;
  const pixels = warpReference({
    photo: Float64Array.from(photo.data),
    photoSize: photo,
    crops: [crop],
    size: { width: side, height: side },
    averaging: true,
    ...{ channels, mean, scale },
  });
  const first = Float32Array.from({ length: pixels.length }, (_, i) => {
    const [channel, pixel] = [Math.floor(i / side ** 2), i % side ** 2];
    return pixels[3 * pixel + channel];
  });
  return new Tensor('float32', first, [1, 3, side, side]);
}

function edgesOf({ x, y, width, height }: Found['box']): number[] {
  return [x, y, x + width, y + height];
}

/** The largest difference of two lists. */
function apart(a: readonly number[] = [], b: readonly number[]): number {
  return a.length === b.length
    ? Math.max(...a.map((value, i) => Math.abs(value - b[i])))
    : Number.POSITIVE_INFINITY;
}
