import { createRequire } from 'node:module';
import { distanceOf, FacePipeline, type Pixels } from '@facegpu/pipeline';
import { looksVersion } from '@facegpu/pipeline/command-line';
import { centralFace } from '@facegpu/pipeline/faces';
import { type FaceApi, loadFaceApi } from '../executors/face-api.ts';

/** Descriptors by the recogniser's name; nothing where no face was found. */
export type Described = Readonly<Record<string, readonly number[]>> | null;

/** Who finds the face in the middle of a photo and describes it. */
export interface Contender {
  /** What its descriptors depend on. */
  readonly version: string;
  readonly recognizers: readonly Recognizer[];
  describe(photo: Pixels): Promise<Described>;
}

export interface Recognizer {
  readonly name: string;
  /** Below it two faces are one person's, where its user says nothing else. */
  readonly threshold: number;
  distance(a: readonly number[], b: readonly number[]): number;
}

/** `FaceMatcher` takes this one where it is given none. */
const faceApiThreshold = 0.6;

/** The pipeline with its default detector and two recognisers, each with its own threshold. */
export async function ours(): Promise<Contender & AsyncDisposable> {
  const pipeline = await FacePipeline.create({ recognizers: ['arcface', 'dlib'] });
  const { detector, landmarker, recognizers } = pipeline.info;
  const models = recognizers.map(({ model }) => model);
  return {
    version: JSON.stringify({ detector, landmarker, looks: looksVersion, models }),
    recognizers: recognizers.map(({ name, threshold, metric }) => ({
      name: `FaceGPU, ${name}`,
      threshold,
      distance: (a, b) => distanceOf(metric, a, b),
    })),
    async describe(photo) {
      const found = await pipeline.detectIn(photo);
      const face = centralFace(found.faces, found);
      if (!face) return null;
      return Object.fromEntries(
        recognizers.map(({ name }) => [`FaceGPU, ${name}`, rounded(face.descriptors[name].values)]),
      );
    },
    [Symbol.asyncDispose]: () => pipeline.dispose(),
  };
}

/** `@vladmandic/face-api` with its best detector and its own defaults. */
export async function theirs(): Promise<Contender> {
  const peer = await loadFaceApi();
  if (!peer) throw new Error('@vladmandic/face-api is not installed');
  const { version } = createRequire(import.meta.url)('@vladmandic/face-api/package.json');
  return {
    version: `face-api ${version}`,
    recognizers: [
      {
        name: 'face-api',
        threshold: faceApiThreshold,
        distance: (a, b) => distanceOf('euclidean', a, b),
      },
    ],
    async describe(photo) {
      const face = centralFace(await facesOf(peer, photo), photo);
      return face ? { 'face-api': rounded(face.descriptor) } : null;
    },
  };
}

/** The score from which on it takes something for a face, by default. */
const faceApiScore = 0.5;

async function facesOf(peer: FaceApi, photo: Pixels) {
  const faces = await peer.detect(photo, faceApiScore);
  return faces.map(({ detection, descriptor }) => ({ box: detection.box, descriptor }));
}

function rounded(values: Float32Array): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(6)));
}
