import { minifyShaders } from '../../../../tools/build/minify-wgsl.mjs';
import type { Device } from '../device/device.ts';
import { useDevice } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { parseBindings } from './bindings.ts';
import { defaultPrelude, replacePrelude, type Shader } from './shader.ts';
import { shaders } from './shaders.ts';
import type { Fields } from './struct.ts';

describe('every .wgsl file', () => {
  const lane = useDevice();
  const published = minifyShaders(new Map(shaders.map(({ name, source }) => [name, source])));
  for (const shader of shaders) {
    it(`${shader.name} carries the prelude that its contract renders`, () => {
      const advice = '`npm run preludes` writes the preludes of all files';
      expect(defaultPrelude(shader.source), advice).toBe(shader.prelude({}));
    });

    it(`${shader.name} compiles as it stands`, async ({ task, skip }) => {
      const device = lane.device(task.meta);
      requireFeatures(device, shader, skip);
      const { name, source } = shader;
      await device.pipelines.get({ name, code: source, bindings: parseBindings(source) });
    });

    it(`${shader.name} compiles as it is published`, async ({ task, skip }) => {
      const device = lane.device(task.meta);
      requireFeatures(device, shader, skip);
      const code = replacePrelude(published.get(shader.name) ?? '', shader.prelude({}));
      expect(parseBindings(code)).toEqual(parseBindings(shader.source));
      const module = device.gpu.createShaderModule({ code });
      const { messages } = await module.getCompilationInfo();
      expect(messages.filter(({ type }) => type === 'error')).toEqual([]);
    });
  }
});

/** Skips a test where an adapter lacks what a shader enables. */
function requireFeatures(
  device: Device,
  { enables = [] }: Shader<Fields>,
  skip: (note: string) => never,
): void {
  for (const feature of enables) {
    if (!device.has(feature as GPUFeatureName)) skip(`the adapter lacks ${feature}`);
  }
}
