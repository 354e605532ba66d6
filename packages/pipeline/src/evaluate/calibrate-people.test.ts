import { Random } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import type { RecognizerInfo } from '../api/options.ts';
import { withCalibration } from '../calibration/require-calibration.ts';
import { expectError } from '../testing/errors.ts';
import { calibratePeople } from './calibrate-people.ts';
import type { Template } from './compare-all.ts';

/** Photos of people whose descriptors lie around a place of each. */
function photosOf(people: number, each: number): Template[] {
  const random = new Random(11);
  return Array.from({ length: people }, (_, person) => {
    const place = Array.from({ length: 16 }, () => random.uniform() - 0.5);
    return Array.from({ length: each }, () => {
      return { person, descriptor: place.map((value) => value + 0.3 * (random.uniform() - 0.5)) };
    });
  }).flat();
}

const model = 'net@0123/chip112';
const own: RecognizerInfo = {
  name: 'net',
  model,
  dimensions: 16,
  metric: 'cosine',
  threshold: 0.5,
  thresholds: [],
};
const options = { name: 'office', model, metric: 'cosine', falseMatchRate: 0.001 } as const;

describe('calibratePeople', () => {
  it('measures a threshold where there are pairs enough', () => {
    const { calibration, atThreshold, warnings } = calibratePeople(photosOf(75, 2), options);
    expect(warnings).toEqual([]);
    expect(calibration).toMatchObject({
      name: 'office',
      model,
      measuredOn: { people: 75, photos: 150, matedPairs: 75, nonMatedPairs: 11_100 },
      falseMatchRate: 0.001,
      extrapolated: false,
      probability: { method: 'logistic', prior: 0.5 },
    });
    const { thresholds, threshold } = calibration;
    expect(thresholds[2]).toEqual({ falseMatchRate: 0.001, distance: threshold, pairs: 11 });
    expect(atThreshold.fmr.value).toBeCloseTo(11 / 11_100, 6);
    expect(atThreshold.fmr.low).toBeLessThan(atThreshold.fmr.value);
    expect(atThreshold.fmr.high).toBeGreaterThan(atThreshold.fmr.value);
    expect(JSON.parse(JSON.stringify(calibration))).toEqual(calibration);
  });

  it('takes a rate that is none of the usual ones', () => {
    const { calibration } = calibratePeople(photosOf(75, 2), { ...options, falseMatchRate: 0.02 });
    const rates = calibration.thresholds.map(({ falseMatchRate }) => falseMatchRate);
    expect(rates.slice(0, 3)).toEqual([0.1, 0.02, 0.01]);
    expect(calibration.threshold).toBe(calibration.thresholds[1].distance);
  });

  it('says so where a rate is extrapolated, and where there are no probabilities', () => {
    const few = photosOf(50, 1);
    const { calibration, warnings } = calibratePeople(few, options);
    expect(calibration.extrapolated).toBe(true);
    expect(calibration.probability).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/^1225 pairs of two people are too few .* 0\.001, which takes 10000:/),
      expect.stringMatching(/^0 pairs of one person are too few for probabilities/),
    ]);
  });

  it('leaves out photos without a face, as if they weren’t there', () => {
    const photos = photosOf(75, 2);
    const nobody = [3, 80, 80, 81].map((person): Template => ({ person, descriptor: null }));
    const { calibration, atThreshold, warnings } = calibratePeople([...photos, ...nobody], options);
    const { warnings: _, ...wanted } = calibratePeople(photos, options);
    expect({ calibration, atThreshold }).toEqual(wanted);
    expect(warnings).toEqual(['4 photos without a face are left out']);
  });

  it('refuses descriptors that aren’t numbers', async () => {
    const photos = photosOf(75, 2);
    const broken = { person: 0, descriptor: Array.from({ length: 16 }, () => Number.NaN) };
    await expectError(
      () => calibratePeople([...photos, broken], options),
      'bad-argument',
      /148 of 11248 pairs of two people have no finite distance/,
    );
  });

  it('measures what can be measured, at a large rate by few pairs', () => {
    // 55 pairs, of which 16 may be below.
    const { calibration } = calibratePeople(photosOf(11, 1), { ...options, falseMatchRate: 0.3 });
    expect(calibration).toMatchObject({ extrapolated: false, falseMatchRate: 0.3 });
    expect(calibration.thresholds.slice(0, 3)).toMatchObject([
      { falseMatchRate: 0.65, pairs: 35 },
      { falseMatchRate: 0.3, pairs: 16, distance: calibration.threshold },
      { falseMatchRate: 0.1, extrapolated: true },
    ]);
    expect(withCalibration([{ ...own, model }], calibration)).toHaveLength(1);
  });

  it.each([
    [
      8,
      0.3,
      /28 pairs/,
      'Measuring that rate takes 34 pairs, as 9 people with a photo each have. Until',
    ],
    [
      20,
      0.001,
      /190 pairs/,
      /takes 10000 pairs, .* have; from 1000 pairs on, it is extrapolated\. Until/,
    ],
  ])('says of %i people how many it takes at %d', (people, falseMatchRate, message, fix) => {
    expect(() => calibratePeople(photosOf(people, 1), { ...options, falseMatchRate })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(message),
        fix: expect.stringMatching(fix),
      }),
    );
  });

  it('has no threshold where there are too few pairs for any', async () => {
    await expectError(
      () => calibratePeople(photosOf(6, 2), options),
      'bad-argument',
      /60 pairs of two people: too few .* 0\.001/,
    );
  });
});

describe('withCalibration', () => {
  const other = { ...own, name: 'other', model: 'other@4567/chip150' };
  const { calibration } = calibratePeople(photosOf(75, 2), options);

  it('gives its thresholds to the model that it was measured with', () => {
    const [first, second] = withCalibration([other, own], calibration);
    expect(first).toEqual(other);
    const { threshold, thresholds } = calibration;
    expect(second).toEqual({ ...own, threshold, thresholds, calibration });
  });

  it.each([
    [{ format: 'something' }, 'bad-argument', /calibration\.format/],
    [{ thresholds: [] }, 'bad-argument', /less than two rates/],
    [{ threshold: Number.NaN }, 'bad-argument', /threshold/],
    [{ model: 'net@89ab/chip112' }, 'model-mismatch', /"office" was measured with .*net@89ab/],
  ] as const)('refuses %j', async (change, code, message) => {
    await expectError(
      () => withCalibration([own], { ...calibration, ...change } as never),
      code,
      message,
    );
  });
});
