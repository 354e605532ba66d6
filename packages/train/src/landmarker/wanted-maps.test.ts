import { evaluate } from '@facegpu/nn/testing';
import { expect, it } from 'vitest';
import { NetworkBuilder } from '../networks/network-builder.ts';
import { operand } from '../testing/check-loss.ts';
import { trainingReferences } from '../testing/references.ts';
import { wantedInputs, wantedMaps } from './wanted-maps.ts';

it('wantedMaps draws a Gaussian around each point, wherever between the cells it lies', () => {
  const [count, points, side, deviation] = [2, 3, 5, 1.2];
  const b = new NetworkBuilder();
  const maps = wantedMaps(b, { count, points, side, deviation });
  const x = [0.5, 2.2, 9, 1, 4.9, 2];
  const y = [0.5, 3.7, 2, -1, 4.1, 2.5];
  const shape = [count, 1, 1, points];
  const values = evaluate(
    b.build(maps),
    { [wantedInputs.x]: operand(shape, x), [wantedInputs.y]: operand(shape, y) },
    trainingReferences,
  ).get(maps);
  expect(values?.shape).toEqual([count, side, side, points]);
  values?.values.forEach((value, i) => {
    const [point, column] = [i % points, Math.floor(i / points) % side];
    const row = Math.floor(i / points / side) % side;
    const at = Math.floor(i / points / side / side) * points + point;
    const square = (column + 0.5 - x[at]) ** 2 + (row + 0.5 - y[at]) ** 2;
    expect(value).toBeCloseTo(Math.exp(-square / (2 * deviation ** 2)), 6);
  });
});
