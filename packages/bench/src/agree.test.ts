import { describe, expect, it } from 'vitest';
import { requireAgreement } from './agree.ts';

const ours = { points: Float32Array.of(1, -4, 0) };

describe('requireAgreement', () => {
  it('leaves a thousandth of the largest value to the order of sums', () => {
    requireAgreement('peer', 'work', ours, { points: Float32Array.of(1.003, -4.003, 0.003) });
  });

  it.each([
    ['another value', { points: Float32Array.of(1, -4, 0.5) }, /points is 0.5 at 2, not 0/],
    ['a NaN', { points: Float32Array.of(1, Number.NaN, 0) }, /points is NaN at 1, not -4/],
    ['another length', { points: Float32Array.of(1, -4) }, /points has 2 values, not 3/],
    ['no such output', {}, /points has undefined values, not 3/],
  ])('refuses %s', (_, theirs, message) => {
    expect(() => requireAgreement('peer', 'work', ours, theirs)).toThrow(message);
  });
});
