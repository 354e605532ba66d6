import { askChild } from './child.ts';
import type { Start } from './cold.ts';

/**
 * Drivers keep compiled shaders on disk: Mesa and NVIDIA are told not to. Dawn and ONNX Runtime keep
 * none by themselves, nor does Node for WASM.
 */
export const withoutCaches = { MESA_SHADER_CACHE_DISABLE: 'true', __GL_SHADER_DISK_CACHE: '0' };

/** In a process of its own. */
export const startInChild: Start = (name, network) =>
  askChild(import.meta.resolve('#cold-child'), [name, JSON.stringify(network)], withoutCaches);
