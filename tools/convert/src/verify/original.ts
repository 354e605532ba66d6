import { createRequire } from 'node:module';
import { FaceGpuError } from '@facegpu/kernels';

/** A network as the package that it comes from runs it. */
export interface Original {
  /**
   * The network's outputs for a batch of images.
   *
   * @param pixels `[batch, size, size, 3]`, 0 … 255
   */
  run(pixels: Float32Array, batch: number, size: number): Promise<Record<string, Float32Array>>;
  dispose(): void;
}

/** What is used of TensorFlow.js; its own types clash with those of WebGPU. */
interface TfTensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
}
interface Tf {
  enableProdMode(): void;
  setBackend(name: string): Promise<boolean>;
  tensor3d(values: Float32Array, shape: readonly number[]): TfTensor;
  stack(tensors: readonly TfTensor[]): TfTensor;
  engine(): { startScope(): void; endScope(): void };
}

/** What is used of a network class of @vladmandic/face-api. */
interface FaceApiNetwork {
  loadFromDisk(folder: string): Promise<void>;
  forward(images: readonly TfTensor[], size?: number): Promise<unknown>;
  dispose(throwOnRedispose?: boolean): void;
}

interface FaceApi extends Record<string, unknown> {
  readonly tf: Tf;
}

/** The class of each model's network, and the outputs by the names that the model gives them. */
interface Reading {
  readonly network: string;
  readonly outputs: (result: never, tf: Tf) => Record<string, TfTensor>;
}

interface SsdResult {
  readonly boxes: readonly TfTensor[];
  readonly scores: readonly TfTensor[];
}

const readings: Readonly<Record<string, Reading>> = {
  'ssd-mobilenet-v1': {
    network: 'SsdMobilenetv1',
    outputs: ({ boxes, scores }: SsdResult, tf) => ({
      boxes: tf.stack(boxes),
      scores: tf.stack(scores),
    }),
  },
  'tiny-face-detector': one('TinyFaceDetector', 'map'),
  'landmarks-68': one('FaceLandmark68Net', 'points'),
  'landmarks-68-tiny': one('FaceLandmark68TinyNet', 'points'),
  'face-recognition-128': one('FaceRecognitionNet', 'descriptor'),
  expression: one('FaceExpressionNet', 'probabilities'),
  'age-gender': {
    network: 'AgeGenderNet',
    outputs: (result: Record<'age' | 'gender', TfTensor>) => result,
  },
};

function one(network: string, name: string): Reading {
  return { network, outputs: (result: TfTensor) => ({ [name]: result }) };
}

let faceApi: Promise<FaceApi> | undefined;

/**
 * The network of @vladmandic/face-api that a model was converted from, on TensorFlow.js' WASM backend.
 *
 * @param folder with the network's weights
 * @throws FaceGpuError `bad-argument` where the packages are missing, or the model has no original
 */
export async function loadOriginal(model: string, folder: string): Promise<Original> {
  const reading = readings[model];
  if (!reading) {
    throw new FaceGpuError(
      'bad-argument',
      `there is no original to compare ${model} with`,
      `There is one for ${Object.keys(readings).join(', ')}.`,
    );
  }
  faceApi ??= loadFaceApi();
  const { [reading.network]: Network, tf } = await faceApi;
  const network = new (Network as new () => FaceApiNetwork)();
  await network.loadFromDisk(folder);
  return {
    async run(pixels, batch, size) {
      tf.engine().startScope();
      try {
        const images = Array.from({ length: batch }, (_, i) => {
          const image = pixels.subarray(i * size ** 2 * 3, (i + 1) * size ** 2 * 3);
          return tf.tensor3d(image, [size, size, 3]);
        });
        const result = await network.forward(images, size);
        const outputs: Record<string, Float32Array> = {};
        for (const [name, tensor] of Object.entries(reading.outputs(result as never, tf))) {
          outputs[name] = await tensor.data();
        }
        return outputs;
      } finally {
        tf.engine().endScope();
      }
    },
    dispose: () => network.dispose(false),
  };
}

/** TensorFlow.js is large and needed by nobody who doesn't verify: it is loaded here, on demand. */
async function loadFaceApi(): Promise<FaceApi> {
  const require = createRequire(import.meta.url);
  try {
    require('@tensorflow/tfjs');
    require('@tensorflow/tfjs-backend-wasm');
    const loaded = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as FaceApi;
    loaded.tf.enableProdMode();
    if (!(await loaded.tf.setBackend('wasm'))) throw new Error('its WASM backend does not start');
    return loaded;
  } catch (cause) {
    throw new FaceGpuError(
      'missing-package',
      `the original can't be run: ${cause instanceof Error ? cause.message : cause}`,
      'Verifying needs @tensorflow/tfjs, @tensorflow/tfjs-backend-wasm and @vladmandic/face-api: install them.',
      { cause },
    );
  }
}
