import { describe, expect, it } from 'vitest';
import { qualityFlaws } from './flaws.ts';
import { scoreOf } from './score.ts';

const arcface = 'arcface-mobilefacenet@0123456789ab/chip112';
const other = 'face-recognition-128@0123456789ab/chip150';
/** As the median of LFW's faces is. */
const usual = {
  size: 70,
  sharpness: 120,
  brightness: 0.5,
  contrast: 0.2,
  pose: { yaw: 5, pitch: -5, roll: 0 },
  landmarkShift: 0.03,
  norm: 3.6,
  mirrorDistance: 0.025,
};

describe('scoreOf', () => {
  it.each([
    ['sharpness', 10, other],
    ['brightness', 0.1, other],
    ['brightness', 0.9, other],
    ['pose', { yaw: -60, pitch: 0, roll: 0 }, other],
    ['landmarkShift', 0.8, other],
    ['norm', 2, arcface],
    ['size', 15, arcface],
    ['mirrorDistance', 0.12, arcface],
  ])('is lower where %s is %j', (name, value, model) => {
    const [good, bad] = [usual, { ...usual, [name]: value }].map((own) => scoreOf(own, model));
    expect(bad).toBeLessThan(good - 0.01);
    expect(good).toBeGreaterThan(0.85);
    expect(good).toBeLessThan(1);
  });

  it('takes lengths of the network that it knows alone, and does with what there is', () => {
    expect(scoreOf({ ...usual, norm: 0.1 }, other)).toBe(scoreOf(usual, other));
    expect(scoreOf({ ...usual, norm: 0.1 }, `${arcface}+mirror`)).toBe(scoreOf(usual, other));
    expect(scoreOf({ ...usual, norm: 0.1 }, arcface)).toBeLessThan(0.01);
    const { mirrorDistance: _, ...plain } = usual;
    expect(scoreOf(plain, arcface)).toBeGreaterThan(0.9);
    const { pose: __, landmarkShift: ___, norm: ____, ...least } = plain;
    expect(scoreOf(least, arcface)).toBeGreaterThan(0.8);
  });
});

describe('qualityFlaws', () => {
  it('finds none in what is usual, and names each that there is', () => {
    const good = { ...usual, score: 0.95 };
    expect(qualityFlaws(good)).toEqual([]);
    const bad = { ...good, score: 0.1, size: 20, sharpness: 5, brightness: 0.05 };
    expect(qualityFlaws(bad)).toEqual(['small', 'blurred', 'dark', 'doubtful']);
    const turned = { ...good, brightness: 0.95, pose: { yaw: -70, pitch: 0, roll: 0 } };
    expect(qualityFlaws(turned)).toEqual(['bright', 'turned']);
  });
});
