import { createRequire } from 'node:module';
import path from 'node:path';
import type { Face, Pixels } from '@facegpu/pipeline';
import type { TfTensor, TfWithBackends } from './tfjs-api.ts';

/** A face as `@vladmandic/face-api` describes it. */
interface FaceApiFace {
  readonly detection: { readonly score: number; readonly box: Face['box'] };
  readonly descriptor: Float32Array;
}

interface Task extends PromiseLike<FaceApiFace[]> {
  withFaceLandmarks(): Task;
  withFaceDescriptors(): Task;
}

/** What is used of the package. */
interface Library {
  readonly tf: TfWithBackends & {
    tensor3d(values: ArrayLike<number>, shape: readonly number[], type: string): TfTensor;
  };
  readonly nets: Readonly<Record<string, { loadFromDisk(folder: string): Promise<void> }>>;
  readonly SsdMobilenetv1Options: new (options: { minConfidence: number }) => object;
  detectAllFaces(photo: TfTensor, options: object): Task;
}

/** `@vladmandic/face-api` on TensorFlow.js' WASM backend. */
export interface FaceApi {
  /** Boxes and descriptors of the faces with a score of at least `minScore`. */
  detect(photo: Pixels, minScore: number): Promise<FaceApiFace[]>;
}

const networks = ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet'];

export async function loadFaceApi(): Promise<FaceApi> {
  const require = createRequire(import.meta.url);
  require('@tensorflow/tfjs');
  require('@tensorflow/tfjs-backend-wasm');
  const library = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as Library;
  const { tf, nets, SsdMobilenetv1Options } = library;
  tf.enableProdMode();
  await tf.setBackend('wasm');
  const manifest = require.resolve('@vladmandic/face-api/package.json');
  for (const name of networks) {
    await nets[name].loadFromDisk(path.join(path.dirname(manifest), 'model'));
  }
  return {
    async detect({ data, width, height }, minScore) {
      await tf.setBackend('wasm');
      const photo = tf.tensor3d(data, [height, width, 3], 'int32');
      try {
        return await library
          .detectAllFaces(photo, new SsdMobilenetv1Options({ minConfidence: minScore }))
          .withFaceLandmarks()
          .withFaceDescriptors();
      } finally {
        photo.dispose();
      }
    },
  };
}
