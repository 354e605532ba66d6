import { useDevice } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { parseBindings } from './bindings.ts';
import { defaultPrelude } from './shader.ts';
import { shaders } from './shaders.ts';

describe('every .wgsl file', () => {
  const lane = useDevice();
  for (const shader of shaders) {
    it(`${shader.name} carries the prelude that its contract renders`, () => {
      const advice = '`npm run preludes` writes the preludes of all files';
      expect(defaultPrelude(shader.source), advice).toBe(shader.prelude({}));
    });

    it(`${shader.name} compiles as it stands`, async ({ task, skip }) => {
      const device = lane.device(task.meta);
      for (const feature of shader.enables ?? []) {
        if (!device.has(feature as GPUFeatureName)) skip(`the adapter lacks ${feature}`);
      }
      const { name, source } = shader;
      await device.pipelines.get({ name, code: source, bindings: parseBindings(source) });
    });
  }
});
