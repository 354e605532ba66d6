import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { directory } from '@facegpu/models';
import type { Platform } from './platform.ts';

const require = createRequire(import.meta.url);

export const platform: Platform = {
  async readModel(name) {
    return new Uint8Array(await readFile(new URL(`${name}.safetensors`, directory)));
  },

  tfjsWithWasm() {
    const tf = require('@tensorflow/tfjs');
    require('@tensorflow/tfjs-backend-wasm');
    return tf;
  },

  tfjsWithWebgpu(info) {
    provideNavigator(info);
    const tf = require('@tensorflow/tfjs');
    const { WebGPUBackend } = require('@tensorflow/tfjs-backend-webgpu');
    return { tf, WebGPUBackend };
  },
};

/** In Node, TensorFlow.js believes in WebGPU only where there is a `navigator.gpu`. */
function provideNavigator(info: GPUAdapterInfo): void {
  const { globals } = require('webgpu') as { globals: object };
  Object.assign(globalThis, globals);
  const navigator = { gpu: { requestAdapter: async () => ({ info }) }, userAgent: 'node' };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
