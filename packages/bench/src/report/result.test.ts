import { describe, expect, it } from 'vitest';
import { toJson } from './json.ts';
import { madeUp } from './testing.ts';

describe('toResult', () => {
  it('compares with the fastest peer', () => {
    expect(madeUp({ name: 'landmarks', ms: [10, 50, 20] })).toEqual({
      name: 'landmarks',
      kind: 'network',
      adapter: 'adapter',
      ours_ms: 10,
      peers: { 'tfjs-webgpu': 50, 'tfjs-wasm': 20 },
      ratio: 2,
      spread: {
        facegpu: { quartiles: [9, 12], runs: 3 },
        'tfjs-webgpu': { quartiles: [45, 60], runs: 3 },
        'tfjs-wasm': { quartiles: [18, 24], runs: 3 },
      },
      facts: {},
    });
  });

  it('has no ratio where there are no peers, in JSON too', () => {
    const result = madeUp({ name: 'photo', ms: [10] });
    expect(result.ratio).toBeNull();
    expect(JSON.parse(toJson([result]))).toEqual([result]);
  });
});
