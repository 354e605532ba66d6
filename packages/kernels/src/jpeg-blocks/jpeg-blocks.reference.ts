import type { Shape } from '../tensor/tensor.ts';
import { chromaEntries, lumaEntries } from './tables.ts';

/** Images of the same shape, in float64. */
export function jpegBlocksReference(
  input: ArrayLike<number>,
  [batch, height, width]: Shape,
  steps: ArrayLike<number>,
): Float64Array {
  const output = Float64Array.from(input);
  for (let n = 0; n < batch; n++) {
    if (!(steps[n] > 0)) continue;
    for (let top = 0; top < height; top += 8) {
      for (let left = 0; left < width; left += 8) {
        const at = (x: number, y: number) => {
          const row = Math.min(top + y, height - 1);
          const column = Math.min(left + x, width - 1);
          return ((n * height + row) * width + column) * 3;
        };
        const block = (of: (r: number, g: number, b: number) => number) =>
          Array.from({ length: 64 }, (_, i) => {
            const from = at(i % 8, Math.floor(i / 8));
            return of(input[from], input[from + 1], input[from + 2]);
          });
        const y = block((r, g, b) => 0.299 * r + 0.587 * g + 0.114 * b - 128);
        const cb = block((r, g, b) => -0.168736 * r - 0.331264 * g + 0.5 * b);
        const cr = block((r, g, b) => 0.5 * r - 0.418688 * g - 0.081312 * b);
        const luma = round(y, lumaEntries, steps[n]);
        const [blue, red] = [cb, cr].map((values) => round(values, chromaEntries, steps[n]));
        for (let i = 0; i < 64; i++) {
          const to = at(i % 8, Math.floor(i / 8));
          if (top + Math.floor(i / 8) >= height || left + (i % 8) >= width) continue;
          const light = luma[i] + 128;
          const colours = [
            light + 1.402 * red[i],
            light - 0.344136 * blue[i] - 0.714136 * red[i],
            light + 1.772 * blue[i],
          ];
          for (const [c, value] of colours.entries()) {
            output[to + c] = Math.max(0, Math.min(255, value));
          }
        }
      }
    }
  }
  return output;
}

/** A block after its frequencies were rounded. */
function round(block: readonly number[], entries: readonly number[], step: number): number[] {
  const basis = (frequency: number, place: number) =>
    Math.sqrt((frequency === 0 ? 1 : 2) / 8) *
    Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);
  const sum = (of: (x: number, y: number) => number) => {
    let total = 0;
    for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) total += of(x, y);
    return total;
  };
  const kept = Array.from({ length: 64 }, (_, i) => {
    const [u, v] = [i % 8, Math.floor(i / 8)];
    const entry = Math.max(1, step * entries[i]);
    const coefficient = sum((x, y) => block[y * 8 + x] * basis(u, x) * basis(v, y));
    return Math.round(coefficient / entry) * entry;
  });
  return Array.from({ length: 64 }, (_, i) => {
    return sum((u, v) => kept[v * 8 + u] * basis(u, i % 8) * basis(v, Math.floor(i / 8)));
  });
}
