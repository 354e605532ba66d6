/** The longest row of a block, and its number of pixels. */
export const side = 8;

/**
 * How coarsely JPEG's quantisation of 50 % keeps each frequency, `[vertical, horizontal]`: the examples that
 * everybody took over from Annex K of ITU-T T.81.
 */
export const lumaEntries: readonly number[] = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
].flat();

export const chromaEntries: readonly number[] = [
  [17, 18, 24, 47, 99, 99, 99, 99],
  [18, 21, 26, 66, 99, 99, 99, 99],
  [24, 26, 56, 99, 99, 99, 99, 99],
  [47, 66, 99, 99, 99, 99, 99, 99],
  [99, 99, 99, 99, 99, 99, 99, 99],
  [99, 99, 99, 99, 99, 99, 99, 99],
  [99, 99, 99, 99, 99, 99, 99, 99],
  [99, 99, 99, 99, 99, 99, 99, 99],
].flat();

/** What the entries are multiplied with at a quality from 1 to 100, as libjpeg has it; 1 at 50. */
export function jpegStep(quality: number): number {
  return quality < 50 ? 50 / quality : 2 - quality / 50;
}
