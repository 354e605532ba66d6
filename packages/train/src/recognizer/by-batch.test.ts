import { describe, expect, it } from 'vitest';
import { presetRecognizer } from './presets.ts';

describe('A recogniser that is trained by batches', () => {
  for (const name of ['tiny', 'small'] as const) {
    it(`${name} has the weights of the one that infers, and statistics that follow the batch`, () => {
      const { network, byBatch: write } = presetRecognizer(name, 3);
      const byBatch = write?.();
      const statistics = [...network.constants.keys()].filter((name) => {
        return /^(stem|stage|feature) .*(mean|variance|deviation)$/.test(name);
      });
      expect(statistics.length).toBeGreaterThan(10);
      expect(new Set(byBatch?.running.keys())).toEqual(new Set(statistics));
      const weights = [...(byBatch?.network.constants ?? [])].filter(
        ([, { shape }]) => shape.length,
      );
      expect(weights.length).toBeGreaterThan(5);
      for (const [weight, constant] of weights) {
        const own = network.constants.get(weight)?.stored.bytes ?? new Uint8Array();
        expect(Buffer.compare(own, constant.stored.bytes), weight).toBe(0);
      }
      expect(byBatch?.network.constants.has('descriptor bias')).toBe(false);
    });
  }
});
