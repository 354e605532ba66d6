import { badImage } from '../photo/photo.ts';

/**
 * Makes sure that a picture isn't larger than was agreed on.
 *
 * @throws FaceGpuError `bad-image`
 */
export function requirePixels(
  { width, height }: { readonly width: number; readonly height: number },
  name: string,
  maxPixels: number,
): void {
  if (width * height <= maxPixels) return;
  throw badImage(
    `${name} has ${width}×${height} pixels, and ${maxPixels} are the most`,
    'Raise maxPixels (--max-megapixels on the command line) if memory allows 4 bytes for each, or make the picture smaller.',
  );
}
