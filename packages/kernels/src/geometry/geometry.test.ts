import { describe, expect, it } from '../testing/testing.ts';
import { applyAffine, type Crop, cropFloats, decodeCrop, encodeCrop, everything } from './crop.ts';
import { letterbox } from './letterbox.ts';

describe('letterbox', () => {
  it('keeps proportions and centres the photo', () => {
    const { map } = letterbox({ width: 200, height: 100 }, { width: 50, height: 50 });
    expect(applyAffine(map, 0, 0)).toEqual([0, -50]);
    expect(applyAffine(map, 50, 50)).toEqual([200, 150]);
  });

  it('takes inputs of other proportions', () => {
    const { map, bounds } = letterbox({ width: 200, height: 100 }, { width: 40, height: 10 });
    expect(applyAffine(map, 0, 0)).toEqual([-100, 0]);
    expect(applyAffine(map, 40, 10)).toEqual([300, 100]);
    expect(bounds).toEqual([-100, 0, 300, 100]);
  });

  it('stretches where told', () => {
    const size = { width: 40, height: 50 };
    const { map } = letterbox({ width: 200, height: 100 }, size, { fit: 'stretch', zoom: 2 });
    expect(applyAffine(map, 0, 0)).toEqual([-100, -50]);
    expect(applyAffine(map, 40, 50)).toEqual([300, 150]);
  });
});

describe('a crop', () => {
  const crop: Crop = { map: { x: [1, 2, 3], y: [4, 5, 6] }, window: [7, 8, 9, 10] };

  it('is what its numbers say', () => {
    const numbers = encodeCrop(crop);
    expect(numbers).toHaveLength(cropFloats);
    expect(decodeCrop(numbers)).toEqual({ ...crop, bounds: everything });
    const bounds = [11, 12, 13, 14] as const;
    expect(decodeCrop(encodeCrop({ ...crop, bounds }))).toEqual({ ...crop, bounds });
  });
});
