import { served } from '../browser/served.ts';
import type { Platform } from './platform.ts';

// The bundler puts in what is required. Imports would bring types of WebGPU that clash with ours.
export const platform: Platform = {
  async readModel(name) {
    const address = `${served.models}${name}.safetensors`;
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: the server answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  },

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
};
