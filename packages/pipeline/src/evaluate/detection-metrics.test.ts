import { describe, expect, it } from 'vitest';
import type { Box } from '../api/face.ts';
import { type DetectedPhoto, detectionMetrics } from './detection-metrics.ts';

const at = (x: number, width = 10): Box => ({ x, y: 0, width, height: 10 });
const face = (x: number, ignored = false) => ({ box: at(x), ignored });

describe('metrics of a detector', () => {
  it('count hits, misses and mistakes', () => {
    const photos: DetectedPhoto[] = [
      {
        marked: [face(0), face(100), face(200, true)],
        found: [
          { box: at(1), score: 0.9 },
          // The same face again, one that needn't be found, and nothing at all.
          { box: at(2), score: 0.8 },
          { box: at(200), score: 0.7 },
          { box: at(300), score: 0.6 },
          { box: at(103), score: 0.4 },
        ],
      },
      { marked: [face(0)], found: [] },
    ];
    const metrics = detectionMetrics(photos, 0.5);
    expect(metrics).toMatchObject({ faces: 3, recall: 1 / 3, precision: 1 / 3 });
    expect(metrics.averagePrecision).toBeCloseTo((1 / 3) * 1 + (1 / 3) * 0.5, 12);
  });

  it('need half of what both boxes cover', () => {
    const hit = (width: number) =>
      detectionMetrics([{ marked: [face(0)], found: [{ box: at(0, width), score: 1 }] }], 0).recall;
    expect([hit(20), hit(21), hit(5), hit(4)]).toEqual([1, 0, 1, 0]);
  });

  it('give each box to the face that it overlaps most', () => {
    const marked = [face(0), face(3)];
    const found = [
      { box: at(3), score: 0.9 },
      { box: at(0), score: 0.8 },
    ];
    const perfect = { faces: 2, recall: 1, precision: 1, averagePrecision: 1 };
    expect(detectionMetrics([{ marked, found }], 0)).toEqual(perfect);
  });

  it('are those of a detector that finds nothing', () => {
    const metrics = detectionMetrics([{ marked: [face(0)], found: [] }], 0);
    expect(metrics).toEqual({ faces: 1, recall: 0, precision: 1, averagePrecision: 0 });
  });
});
