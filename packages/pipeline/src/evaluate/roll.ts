import { badImage, type Pixels } from '../photo/photo.ts';
import { loadSharp } from '../platform/sharp.ts';

/**
 * A photo turned clockwise, on a canvas that has grown to hold it, filled with grey.
 *
 * @param bytes of the file
 * @param name of the file, for errors
 */
export async function rollPhoto(bytes: Uint8Array, name: string, degrees: number): Promise<Pixels> {
  const sharp = await loadSharp();
  try {
    const upright = await sharp(bytes, { failOn: 'error', autoOrient: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .png({ compressionLevel: 0 })
      .toBuffer();
    const { data, info } = await sharp(upright)
      .rotate(degrees, { background: { r: 128, g: 128, b: 128 } })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badImage(`${name} can't be decoded: ${reason}`, 'Give a picture.', cause);
  }
}
