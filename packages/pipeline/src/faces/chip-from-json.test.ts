import { expect, it } from 'vitest';
import { Chip, type ChipJson } from '../api/chip.ts';
import { errorOf } from '../testing/errors.ts';
import { chipFromJson } from './chip-from-json.ts';

const data = Uint8ClampedArray.from({ length: 3 * 2 * 4 }, (_, i) => (i * 37) % 256);
const chip = new Chip({ width: 3, height: 2, data });

it('a chip survives JSON, bit by bit, as a short text', () => {
  const json = JSON.stringify({ chip });
  expect(json.length).toBeLessThan(80);
  expect(chipFromJson(JSON.parse(json).chip)).toEqual({ width: 3, height: 2, data });
});

it.each<[string, object]>([
  ['cut off', { data: chip.toJSON().data.slice(4) }],
  ['no base64', { data: 'ä' }],
  ['of another size', { width: 4 }],
  ['without pixels', { width: 0, data: '' }],
])('a chip is refused that is %s', async (_, wrong) => {
  const given = { ...chip.toJSON(), ...wrong } as ChipJson;
  expect(await errorOf(() => chipFromJson(given))).toMatchObject({ code: 'bad-image' });
});
