import { similarityReference } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { landmarkOrders, mapLandmarks } from '../landmark/orders.ts';
import { type Alignment, alignmentSchema, type Template, templateOf } from './template.ts';
import { templates } from './templates.ts';

const { 'arcface-112': arcface, 'dlib-150': dlib } = templates;

describe('a template', () => {
  it('has its points where it says, at any size', () => {
    const points = templateOf({ template: 'arcface-112' }, 'five', 224);
    points.forEach(({ x, y, weight }, i) => {
      expect(x).toBeCloseTo(2 * arcface.points[i][0], 10);
      expect(y).toBeCloseTo(2 * arcface.points[i][1], 10);
      expect(weight).toBe(1);
    });
    const [first, , , nose] = templateOf({ template: 'dlib-150' }, 'ibug68', 150).slice(27);
    const place = (landmark: number) =>
      dlib.points[landmark - 17].map((p) => ((p + 0.25) / 1.5) * 150);
    expect([first.x, first.y]).toEqual(place(27));
    expect([nose.x, nose.y]).toEqual(place(30));
  });

  it('leaves out what takes no part in the fit', () => {
    const points = templateOf({ template: 'dlib-150' }, 'ibug68', 150);
    const fitted = points.flatMap(({ weight }, i) => (weight > 0 ? [i] : []));
    const between = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, i) => first + i);
    expect(fitted).toEqual([...between(27, 54), ...between(60, 64)]);
  });

  it('has room around it: its own, or what a model wants', () => {
    const [left, right] = templateOf({ template: 'arcface-112', padding: 0.5 }, 'five', 112);
    expect(left.x).toBeCloseTo(arcface.points[0][0] / 2 + 28, 10);
    expect(right.x).toBeCloseTo(arcface.points[1][0] / 2 + 28, 10);
  });

  it.each(['ibug68', 'openseeface66', 'wflw98', 'jd106', 'insightface106'])(
    'of five points is fitted to the means of what %s has',
    (order) => {
      const { points } = landmarkOrders[order];
      const landmarks = Array.from(
        { length: 2 * points },
        (_, i) => 100 + 50 * Math.sin(7 * i + 1),
      );
      const map = mapLandmarks(order, 'five') ?? [];
      const means = map.flatMap((members) =>
        [0, 1].map((axis) => {
          return members.reduce((sum, i) => sum + landmarks[2 * i + axis], 0) / members.length;
        }),
      );
      const five = templateOf({ template: 'arcface-112' }, 'five', 112);
      const wanted = similarityReference(five, means);
      const got = similarityReference(
        templateOf({ template: 'arcface-112' }, order, 112),
        landmarks,
      );
      for (const axis of ['x', 'y'] as const) {
        got[axis].forEach((value, i) => {
          expect(value).toBeCloseTo(wanted[axis][i], 8);
        });
      }
    },
  );

  it('of 68 points is fitted to those that 66 have', () => {
    const points = templateOf({ template: 'dlib-150' }, 'openseeface66', 150);
    const whole = templateOf({ template: 'dlib-150' }, 'ibug68', 150);
    // The corners of the inner lips are two of the fit's 33 points.
    expect(points.filter(({ weight }) => weight > 0)).toHaveLength(31);
    expect(points[58]).toEqual(whole[48]);
    expect(points[63]).toEqual({ x: 0, y: 0, weight: 0 });
  });

  it('of 68 points can’t be fitted to five', () => {
    expect(() => templateOf({ template: 'dlib-150' }, 'five', 150)).toThrow(
      expect.objectContaining({ code: 'bad-model' }),
    );
  });
});

describe('an alignment', () => {
  const numbers: Template = {
    order: 'five',
    size: 96,
    points: [
      [30, 40],
      [66, 40],
      [48, 60],
    ],
  };

  it.each<[string, Alignment]>([
    ['a name', { template: 'arcface-112' }],
    ['a name and room', { template: 'dlib-150', padding: 0.35 }],
    ['numbers', numbers],
    ['numbers of some landmarks', { ...numbers, firstLandmark: 2, fit: [2, 4], source: 'mine' }],
  ])('can be %s', (_, alignment) => {
    expect(alignmentSchema(alignment, 'alignment')).toBeUndefined();
  });

  it.each<[string, unknown, RegExp]>([
    ['text', 'arcface-112', /alignment is "arcface-112", not a table/],
    ['an unknown name', { template: 'toString' }, /not one of arcface-112, dlib-150/],
    ['a name and numbers', { template: 'dlib-150', points: [] }, /points is no field/],
    ['less than nothing of the square', { template: 'dlib-150', padding: -0.5 }, /above -0.5/],
    ['numbers of no order', { ...numbers, order: 'six' }, /order is "six", not one of five,/],
    ['numbers without a square', { ...numbers, size: 0 }, /size is 0, not a side/],
    ['three coordinates', { ...numbers, points: [[1, 2, 3]] }, /points\[0\]/],
    ['a fit to what isn’t there', { ...numbers, fit: [0, 3] }, /fit has landmark 3/],
  ])('can’t be %s', (_, value, message) => {
    expect(alignmentSchema(value, 'alignment')).toMatch(message);
  });
});
