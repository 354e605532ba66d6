import { Device } from '@facegpu/kernels';
import { expect, it } from 'vitest';
import { sepia } from './sepia.mjs';

/** The same, plainly. */
function brown(pixels: readonly number[], strength: number): number[] {
  return pixels.map((value, i) => {
    const [r, g, b, a] = pixels.slice(i - (i % 4), i - (i % 4) + 4);
    if (i % 4 === 3) return a;
    const grey = 0.299 * r + 0.587 * g + 0.114 * b;
    const wanted = grey * [1.08, 0.86, 0.67][i % 4];
    return Math.min(255, value + (wanted - value) * strength);
  });
}

it.each([1, 64, 65, 1000])('gives %i pixels the brown of old photographs', async (count) => {
  const pixels = Array.from({ length: count * 4 }, (_, i) => (i * 37) % 256);
  const device = await Device.acquire();
  try {
    const values = await sepia(device, pixels, 0.75);
    const wanted = brown(pixels, 0.75);
    expect(values).toHaveLength(wanted.length);
    const worst = Math.max(...wanted.map((value, i) => Math.abs(value - Number(values[i]))));
    expect(worst).toBeLessThan(1e-3);
  } finally {
    device.dispose();
  }
});
