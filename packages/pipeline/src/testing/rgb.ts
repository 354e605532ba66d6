import sharp from 'sharp';
import type { Pixels } from '../photo/photo.ts';

/** The pixels of a picture, RGB, a byte each. */
export async function readRgb(file: string | Uint8Array): Promise<Pixels & { data: Uint8Array }> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}
