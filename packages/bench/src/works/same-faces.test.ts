import { describe, expect, it } from 'vitest';
import { requireSameDescriptors, requireSameFaces } from './same-faces.ts';

function face(x: number, ...values: number[]) {
  const box = { x, y: 0, width: 10, height: 10 };
  return {
    ours: { box, descriptor: { model: 'm', values: Float32Array.from(values) } },
    theirs: { box: { ...box, y: 1 }, descriptor: Float32Array.from(values) },
  };
}

const [a, b, other] = [face(0, 1, 2), face(50, 3, 4), face(0, 1, 2.1)];

describe('requireSameFaces', () => {
  it('lets boxes differ a little, and come in another order', () => {
    requireSameFaces('work', 2, [a.ours, b.ours], [b.theirs, a.theirs]);
  });

  it('refuses another number, and faces elsewhere', () => {
    const one = () => requireSameFaces('work', 2, [a.ours, b.ours], [a.theirs]);
    expect(one).toThrow('ours finds 2 of 2 faces, theirs 1');
    const elsewhere = () => requireSameFaces('work', 1, [a.ours], [b.theirs]);
    expect(elsewhere).toThrow('theirs has 0 for our face 0');
  });
});

describe('requireSameDescriptors', () => {
  it('compares those of the same face', () => {
    requireSameDescriptors('work', [a.ours, b.ours], [b.theirs, a.theirs]);
    const wrong = () => requireSameDescriptors('work', [a.ours], [other.theirs]);
    expect(wrong).toThrow(/our descriptor 0 is 0\.0999/);
  });
});
