import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { provideNavigator } from './navigator.ts';
import type { GpuClasses, Platform } from './platform.ts';
import { parsePpm } from './ppm.ts';

const models = new URL('models/', import.meta.url);

// The bundler puts in what is required. Imports would bring types of WebGPU that clash with ours.
export const platform: Platform = {
  pipelineOptions: { models: fileURLToPath(models) },

  onnxRuntimes: [],

  async readModel(name) {
    return new Uint8Array(await readFile(new URL(`${name}.safetensors`, models)));
  },

  findOnnx: async () => undefined,

  async readPicture(name) {
    return parsePpm(await readFile(new URL(`pictures/${name}.ppm`, import.meta.url)));
  },

  gpuClasses,

  tfjsWithWasm: () => require('@tensorflow/tfjs'),

  tfjsWithWebgpu() {
    provideNavigator(gpuClasses());
    const tf = require('@tensorflow/tfjs');
    const { WebGPUBackend } = require('@tensorflow/tfjs-backend-webgpu');
    return { tf, WebGPUBackend };
  },

  vectorSearches: [],
  faceApi: () => undefined,
};

function gpuClasses(): GpuClasses {
  return createRequire(import.meta.url)('webgpu').globals;
}
