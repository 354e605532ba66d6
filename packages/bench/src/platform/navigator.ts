import type { GpuClasses } from './platform.ts';

/** In Node, TensorFlow.js believes in WebGPU only where there is a `navigator.gpu`. */
export function provideNavigator(classes: GpuClasses): void {
  Object.assign(globalThis, classes);
  const navigator = { gpu: {}, userAgent: 'node' };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
