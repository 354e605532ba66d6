import { FaceGpuError } from '@facegpu/kernels';
import { served } from '../browser/served.ts';
import type { Ort } from '../executors/onnxruntime.ts';
import type { GpuClasses, Platform } from './platform.ts';

// The bundler puts in what is required. Imports would bring types of WebGPU that clash with ours.
export const platform: Platform = {
  pipelineOptions: { models: served.models },

  onnxRuntimes: [
    {
      name: 'ort-webgpu',
      // On a device of its own.
      library: async () => fromServer(await import('onnxruntime-web/webgpu')),
      provider: 'webgpu',
    },
    {
      name: 'ort-wasm',
      library: async () => fromServer(await import('onnxruntime-web/wasm')),
      provider: 'wasm',
    },
  ],

  async readModel(name) {
    const response = await fetchFile(`${served.models}${name}.safetensors`);
    return new Uint8Array(await response.arrayBuffer());
  },

  async findOnnx(folder, name) {
    const address = `${served.onnx[folder]}${name}.onnx`;
    const { ok } = await fetch(address, { method: 'HEAD' });
    if (!ok) return undefined;
    return async () => new Uint8Array(await (await fetchFile(address)).arrayBuffer());
  },

  async readPicture(name) {
    const response = await fetchFile(`${served.pictures}${name}.png`);
    const exact = { colorSpaceConversion: 'none' } as const;
    const bitmap = await createImageBitmap(await response.blob(), exact);
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (!context) throw noCanvas();
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return { data: data.filter((_, i) => i % 4 < 3), width, height };
  },

  gpuClasses: () => globalThis as unknown as GpuClasses,

  tfjsWithWasm() {
    const tf = require('@tensorflow/tfjs');
    require('@tensorflow/tfjs-backend-wasm').setWasmPaths(served.tfjs);
    return tf;
  },

  tfjsWithWebgpu() {
    const tf = require('@tensorflow/tfjs');
    const { WebGPUBackend } = require('@tensorflow/tfjs-backend-webgpu');
    return { tf, WebGPUBackend };
  },

  vectorSearches: [],

  faceApi() {
    return {
      backend: 'webgpu',
      library: require('@vladmandic/face-api/dist/face-api.esm-nobundle.js'),
      load: (network) => network.loadFromUri(served.faceApi),
    };
  },
};

function fromServer(ort: typeof import('onnxruntime-web')): Ort {
  ort.env.wasm.wasmPaths = served.onnxruntime;
  return ort;
}

async function fetchFile(address: string): Promise<Response> {
  const response = await fetch(address);
  if (response.ok) return response;
  throw new FaceGpuError(
    'file-unreadable',
    `${address}: the server answered ${response.status}`,
    'Start the benchmark with npm run bench, which makes what it needs first.',
  );
}

function noCanvas(): FaceGpuError {
  return new FaceGpuError(
    'unsupported-feature',
    'the browser gives no 2-D canvas',
    'Take another browser: CHROMIUM_PATH says which one.',
  );
}
