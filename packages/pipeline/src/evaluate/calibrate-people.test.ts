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

  it('has no threshold where there are too few pairs for any', async () => {
    await expectError(
      () => calibratePeople(photosOf(6, 2), options),
      'bad-argument',
      /60 pairs of two people: too few .* 0\.001/,
    );
  });
});

describe('withCalibration', () => {
  const own: RecognizerInfo = {
    name: 'net',
    model,
    dimensions: 16,
    metric: 'cosine',
    threshold: 0.5,
    thresholds: [],
  };
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
