import type { Sharp } from 'sharp';

/** Pixels as RGBA, one byte each. */
export interface Rgba {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Chunks that say more about colours than `gAMA` does: where one of them is there, that doesn't count. */
const better: readonly string[] = ['sRGB', 'iCCP', 'cICP'];

/** What sRGB is about, and as far from it as nobody sees. */
const usual = { gamma: 1 / 2.2, within: 0.005 };

/**
 * The exponent by which a PNG file's values came of light (its chunk `gAMA`), where that isn't about what is usual. Every
 * browser goes by it; libvips doesn't.
 *
 * @returns nothing where the values are as they are shown, or the file isn't PNG
 */
export function gammaOf(bytes: Uint8Array): number | undefined {
  if (!signature.every((byte, i) => bytes[i] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let gamma: number | undefined;
  for (let at = signature.length; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (better.includes(name)) return undefined;
    if (name === 'gAMA') gamma = view.getUint32(at + 8) / 1e5;
    if (name === 'IDAT') break;
  }
  if (gamma === undefined || gamma === 0) return undefined;
  return Math.abs(gamma - usual.gamma) > usual.within ? gamma : undefined;
}

/** The pixels of a picture in sRGB, whose values came of light by an exponent: see {@link gammaOf}. */
export async function withGamma(picture: Sharp, gamma: number): Promise<Rgba> {
  const pixels = picture.ensureAlpha().raw({ depth: 'uchar' });
  const { data, info } = await pixels.toBuffer({ resolveWithObject: true });
  const shown = Uint8Array.from({ length: 256 }, (_, value) => {
    return Math.round(255 * toSrgb((value / 255) ** (1 / gamma)));
  });
  for (let i = 0; i < data.length; i++) if (i % 4 < 3) data[i] = shown[data[i]];
  return { data, width: info.width, height: info.height };
}

/** How light is written in sRGB (IEC 61966-2-1), both from 0 to 1. */
function toSrgb(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}
