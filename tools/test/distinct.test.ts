import { describe, expect, it } from 'vitest';
import { distinctLine, namesOf } from './distinct.mjs';

describe('distinct tests', () => {
  it('are told from those that another adapter repeats', () => {
    const kernels = namesOf('kernels/pad.test.ts', ['pad > f32 > one row', 'pad > f16 > one row']);
    const models = namesOf('nn/model.test.ts', ['model > reads']);
    const lanes = [[...kernels, ...models], kernels, kernels.slice(0, 1)];
    expect(distinctLine(lanes)).toBe('3 distinct tests; other adapters ran 3 of them again');
  });

  it('may all have run once', () => {
    expect(distinctLine([namesOf('a.test.ts', ['x', 'y'])])).toBe('2 distinct tests');
    expect(distinctLine([])).toBe('0 distinct tests');
  });

  it('may share a title, but are the same in no other file', () => {
    const names = [...namesOf('a.test.ts', ['x', 'x']), ...namesOf('b.test.ts', ['x'])];
    expect(distinctLine([names])).toBe('3 distinct tests');
  });
});
