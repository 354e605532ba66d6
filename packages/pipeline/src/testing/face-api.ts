import { createRequire } from 'node:module';
import path from 'node:path';
import type { Box } from '../api/face.ts';
import type { Pixels } from '../photo/photo.ts';

/** A face as @vladmandic/face-api describes it. */
export interface FaceApiFace {
  readonly detection: { readonly score: number; readonly box: Box };
  readonly landmarks: { readonly positions: readonly { readonly x: number; readonly y: number }[] };
  readonly descriptor: Float32Array;
  readonly expressions: Readonly<Record<string, unknown>>;
  readonly age: number;
  readonly gender: string;
  readonly genderProbability: number;
}

/** @vladmandic/face-api itself, on TensorFlow.js' WASM backend. */
export interface FaceApi {
  /** The faces with a score of at least `minScore`. */
  detect(photo: Pixels, detector: 'ssd' | 'tiny', minScore: number): Promise<FaceApiFace[]>;
}

/** What is used of the packages; their own types clash with those of WebGPU. */
interface Tensor {
  dispose(): void;
}

interface Task extends PromiseLike<FaceApiFace[]> {
  withFaceLandmarks(): Task;
  withFaceExpressions(): Task;
  withAgeAndGender(): Task;
  withFaceDescriptors(): Task;
}

interface Library {
  readonly tf: {
    enableProdMode(): void;
    setBackend(name: string): Promise<boolean>;
    tensor3d(values: ArrayLike<number>, shape: readonly number[], dtype: string): Tensor;
  };
  readonly nets: Readonly<Record<string, { loadFromDisk(folder: string): Promise<void> }>>;
  readonly SsdMobilenetv1Options: new (options: { minConfidence: number }) => object;
  readonly TinyFaceDetectorOptions: new (options: { scoreThreshold: number }) => object;
  detectAllFaces(photo: Tensor, options: object): Task;
}

const networks = [
  'ssdMobilenetv1',
  'tinyFaceDetector',
  'faceLandmark68Net',
  'faceRecognitionNet',
  'faceExpressionNet',
  'ageGenderNet',
];

export async function loadFaceApi(): Promise<FaceApi> {
  const require = createRequire(import.meta.url);
  require('@tensorflow/tfjs');
  require('@tensorflow/tfjs-backend-wasm');
  const library = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as Library;
  const { tf, nets, SsdMobilenetv1Options, TinyFaceDetectorOptions } = library;
  tf.enableProdMode();
  if (!(await tf.setBackend('wasm'))) throw new Error("TensorFlow.js' WASM backend does not start");
  const folder = path.join(
    path.dirname(require.resolve('@vladmandic/face-api/package.json')),
    'model',
  );
  for (const name of networks) await nets[name].loadFromDisk(folder);
  return {
    async detect({ data, width, height }, detector, minScore) {
      const photo = tf.tensor3d(data, [height, width, 3], 'int32');
      const options =
        detector === 'ssd'
          ? new SsdMobilenetv1Options({ minConfidence: minScore })
          : new TinyFaceDetectorOptions({ scoreThreshold: minScore });
      try {
        return await library
          .detectAllFaces(photo, options)
          .withFaceLandmarks()
          .withFaceExpressions()
          .withAgeAndGender()
          .withFaceDescriptors();
      } finally {
        photo.dispose();
      }
    },
  };
}
