import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { directory } from '@facegpu/models';
import { faiss } from '../executors/faiss.ts';
import { usearch } from '../executors/usearch.ts';
import { onnxFolders } from '../works/onnx-folders.ts';
import { pixelsOf } from '../works/pictures.ts';
import { provideNavigator } from './navigator.ts';
import type { GpuClasses, Platform } from './platform.ts';

const require = createRequire(import.meta.url);
const onnxRuntime = async () => (await import('onnxruntime-node')).default;

export const platform: Platform = {
  pipelineOptions: {},

  onnxRuntimes: [
    // With a Dawn and a device of its own.
    { name: 'ort-webgpu', library: onnxRuntime, provider: 'webgpu' },
    { name: 'ort-cpu', library: onnxRuntime, provider: 'cpu' },
  ],

  async readModel(name) {
    return new Uint8Array(await readFile(new URL(`${name}.safetensors`, directory)));
  },

  async findOnnx(folder, name) {
    const file = path.join(onnxFolders[folder], `${name}.onnx`);
    return existsSync(file) ? async () => new Uint8Array(await readFile(file)) : undefined;
  },

  readPicture: pixelsOf,

  gpuClasses,

  tfjsWithWasm() {
    const tf = require('@tensorflow/tfjs');
    require('@tensorflow/tfjs-backend-wasm');
    return tf;
  },

  tfjsWithWebgpu() {
    provideNavigator(gpuClasses());
    const tf = require('@tensorflow/tfjs');
    const { WebGPUBackend } = require('@tensorflow/tfjs-backend-webgpu');
    return { tf, WebGPUBackend };
  },

  vectorSearches: [usearch, faiss],

  faceApi() {
    platform.tfjsWithWasm();
    const manifest = require.resolve('@vladmandic/face-api/package.json');
    const models = path.join(path.dirname(manifest), 'model');
    return {
      backend: 'wasm',
      library: require('@vladmandic/face-api/dist/face-api.node-wasm.js'),
      load: (network) => network.loadFromDisk(models),
    };
  },
};

function gpuClasses(): GpuClasses {
  return require('webgpu').globals;
}
