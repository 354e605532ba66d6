import type { Face } from '@facegpu/pipeline';
import { expect, it } from 'vitest';
import { mirrored } from './mirror.ts';
import type { SeenFace } from './photo.ts';

function seen(x: number, name: string): SeenFace {
  const box = { x, y: 5, width: 20, height: 30 };
  const descriptor = { model: 'net@1', values: Float32Array.of(x) };
  const found = { descriptor, descriptors: { net: descriptor } };
  const face: Face = { box, score: 1, landmarks: [[x + 4, 9]], ...found };
  return {
    face,
    matches: [{ name, distance: 0.1, threshold: 0.5, falseMatchRate: 1e-4, same: true }],
  };
}

it('turns boxes and points round, and keeps who is who, from left to right', () => {
  const scene = {
    faces: [seen(10, 'Ada'), seen(60, 'Bea')],
    times: { total: 1, stages: [] },
    hasTraits: false,
  };
  const { faces, times } = mirrored(scene, 100);
  expect(faces.map(({ face }) => [face.box.x, face.box.y])).toEqual([
    [20, 5],
    [70, 5],
  ]);
  expect(faces.map(({ face }) => face.landmarks)).toEqual([[[36, 9]], [[86, 9]]]);
  expect(faces.map(({ matches }) => matches[0].name)).toEqual(['Bea', 'Ada']);
  expect(times).toBe(scene.times);
  expect(mirrored(mirrored(scene, 100), 100)).toEqual(scene);
});
