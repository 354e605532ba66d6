/**
 * Pixels of random images, 0 … 255, the same on every machine (Tommy Ettinger's mulberry32).
 *
 * @param count of numbers, over all images and channels
 */
export function randomPixels(count: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (bits ^ (bits >>> 14)) & 0xff;
  });
}
