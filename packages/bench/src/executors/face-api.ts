import type { Face, Pixels } from '@facegpu/pipeline';
import { platform } from '#platform';
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

interface Network {
  loadFromDisk(folder: string): Promise<void>;
  loadFromUri(folder: string): Promise<void>;
}

/** What is used of the package. */
interface Library {
  readonly tf: TfWithBackends & {
    tensor3d(values: ArrayLike<number>, shape: readonly number[], type: string): TfTensor;
  };
  readonly nets: Readonly<Record<string, Network>>;
  readonly SsdMobilenetv1Options: new (options: { minConfidence: number }) => object;
  detectAllFaces(photo: TfTensor, options: object): Task;
}

/** The package as it is built for Node or for browsers. */
export interface FaceApiBuild {
  readonly library: Library;
  /** What TensorFlow.js runs it on: `webgpu` is there with the executor `tfjs-webgpu`. */
  readonly backend: 'wasm' | 'webgpu';
  /** Reads the network's weights. */
  load(network: Network): Promise<void>;
}

/** `@vladmandic/face-api`, on a backend of TensorFlow.js. */
export interface FaceApi {
  readonly name: string;
  /** Boxes and descriptors of the faces with a score of at least `minScore`. */
  detect(photo: Pixels, minScore: number): Promise<FaceApiFace[]>;
}

const networks = ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet'];

/** `undefined` where the package isn't at hand. */
export async function loadFaceApi(): Promise<FaceApi | undefined> {
  const build = platform.faceApi();
  if (!build) return undefined;
  const { library, backend, load } = build;
  const { tf, nets, SsdMobilenetv1Options } = library;
  tf.enableProdMode();
  await tf.setBackend(backend);
  for (const name of networks) await load(nets[name]);
  return {
    name: `face-api-${backend}`,
    async detect({ data, width, height }, minScore) {
      await tf.setBackend(backend);
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
