import { applyAffine } from '@facegpu/kernels';
import { expect, it } from 'vitest';
import { Random } from '../dataset/random.ts';
import { drawAugmentation, usualAugmentation } from './augmentation.ts';
import { beforeMap, isMirrored } from './augmented-points.ts';

it('beforeMap is where a variation takes a point from', () => {
  const spec = { alignment: { template: 'dlib-150' }, size: 32, margin: 5 };
  for (const mirror of [0, 1]) {
    const options = { ...usualAugmentation, mirror, rotation: 90 };
    const { map } = drawAugmentation(new Random('points', mirror), 0, spec, options).variation;
    expect(isMirrored(map)).toBe(mirror === 1);
    const [x, y] = beforeMap(map, applyAffine(map, 3, 20));
    expect(x).toBeCloseTo(3, 9);
    expect(y).toBeCloseTo(20, 9);
  }
});
