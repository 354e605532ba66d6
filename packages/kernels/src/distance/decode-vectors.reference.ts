import { fromFloat16 } from '../tensor/dtype.ts';
import type { EncodedVectors, ShortFormat } from './encode-vectors.ts';
import { wordsOf } from './format.ts';

/** What is stored of vectors, in float64: `[vectors, size]`. */
export function decodeVectors(
  format: ShortFormat,
  { words, scales }: Pick<EncodedVectors, 'words' | 'scales'>,
  size: number,
): Float64Array {
  const rowWords = wordsOf(format, size);
  const perWord = format === 'f16' ? 2 : 4;
  const values = new Float64Array(scales.length * size);
  for (let row = 0; row < scales.length; row++) {
    for (let i = 0; i < size; i++) {
      const word = words[row * rowWords + Math.floor(i / perWord)];
      const multiple =
        format === 'f16'
          ? fromFloat16((word >>> (16 * (i % perWord))) & 0xffff)
          : (word << (24 - 8 * (i % perWord))) >> 24;
      values[row * size + i] = scales[row] * multiple;
    }
  }
  return values;
}
