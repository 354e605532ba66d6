import { expect, it } from 'vitest';
import { formatPpm, parsePpm } from './ppm.ts';

const picture = { width: 2, height: 1, data: Uint8Array.of(10, 13, 32, 255, 0, 7) };

it('a picture comes back as it was', () => {
  expect(parsePpm(formatPpm(picture))).toEqual(picture);
});

it.each([
  ['cut off', formatPpm(picture).subarray(0, -1)],
  ['of another kind', Buffer.from('P5\n2 1\n255\n12')],
  ['of 16 bits', Buffer.from('P6\n2 1\n65535\n12')],
])('a file that is %s is none', (_, file) => {
  expect(() => parsePpm(file)).toThrow('not a PPM file');
});
