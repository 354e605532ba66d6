import { expect, it } from 'vitest';
import { faceKey, keysAgain, photoOf } from './face-key.ts';

const hash = '0123456789abcdef'.repeat(4);
const key = (x: number, photo = hash) => faceKey(photo, { x, y: -3.4, width: 100, height: 99.6 });

it('names a face by its photo and its place there', () => {
  expect(key(10.2)).toBe('0123456789abcdef0123@10,-3,100,100');
  expect(photoOf(key(10.2))).toBe('0123456789abcdef0123');
});

it('knows a face again that was found a little elsewhere, and each once', () => {
  const other = 'f'.repeat(64);
  const found = [key(15), key(300), key(10, other)];
  const again = keysAgain([key(10), key(300), key(500), key(12)], found);
  expect(Object.fromEntries(again)).toEqual({ [key(10)]: key(15), [key(300)]: key(300) });
});
