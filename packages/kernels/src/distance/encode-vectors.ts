import { fromFloat16, toFloat16 } from '../tensor/dtype.ts';
import { type VectorFormat, wordsOf } from './format.ts';

/** Formats that take fewer bytes than the vectors have. */
export type ShortFormat = Exclude<VectorFormat, 'f32'>;

/** Vectors in a format of words, and how far they are from what they stand for. */
export interface EncodedVectors {
  /** `[vectors, words]`. */
  readonly words: Uint32Array<ArrayBuffer>;
  /** `[vectors]`: what the numbers of each are multiplied by. */
  readonly scales: Float32Array<ArrayBuffer>;
  /** The largest distance between a vector and what is stored of it. */
  readonly distance: number;
  /** The largest distance between the two once both have length 1. */
  readonly turn: number;
}

/** The least magnitude that is stored as a half: GPUs may take lesser ones for zero. */
const leastHalf = 2 ** -14;

/** The largest magnitude that a vector must have not to be stored as zero. */
const leastLargest = 2 ** -110;

/** @param values `[vectors, size]`, all finite */
export function encodeVectors(
  format: ShortFormat,
  values: Float32Array,
  size: number,
): EncodedVectors {
  const count = values.length / size;
  const rowWords = wordsOf(format, size);
  const words = new Uint32Array(count * rowWords);
  const scales = new Float32Array(count);
  const put = { f16: putHalf, int8: putByte }[format];
  const largestCode = format === 'f16' ? 1 : 127;
  const perWord = format === 'f16' ? 2 : 4;
  let distance = 0;
  let turn = 0;
  for (let row = 0; row < count; row++) {
    const begin = row * size;
    let largest = 0;
    for (let i = begin; i < begin + size; i++) largest = Math.max(largest, Math.abs(values[i]));
    // What is too small to be divided by is stored as zero.
    const factor = largest < leastLargest ? 0 : largestCode / largest;
    scales[row] = largest / largestCode;
    let lost = 0;
    let squares = 0;
    let storedSquares = 0;
    for (let i = 0; i < size; i++) {
      const value = values[begin + i];
      const word = row * rowWords + Math.floor(i / perWord);
      const stored = scales[row] * put(words, word, i % perWord, value * factor);
      lost += (value - stored) ** 2;
      squares += value ** 2;
      storedSquares += stored ** 2;
    }
    const lengths = Math.sqrt(squares) + Math.sqrt(storedSquares);
    distance = Math.max(distance, Math.sqrt(lost));
    if (lengths > 0) turn = Math.max(turn, (2 * Math.sqrt(lost)) / lengths);
  }
  return { words, scales, distance, turn };
}

/** Puts a multiple of the scale into a word, and says what was put there. */
function putHalf(words: Uint32Array, word: number, place: number, multiple: number): number {
  if (Math.abs(multiple) < leastHalf) return 0;
  const bits = toFloat16(multiple);
  words[word] |= bits << (16 * place);
  return fromFloat16(bits);
}

function putByte(words: Uint32Array, word: number, place: number, multiple: number): number {
  const code = Math.round(multiple);
  words[word] |= (code & 0xff) << (8 * place);
  return code;
}
