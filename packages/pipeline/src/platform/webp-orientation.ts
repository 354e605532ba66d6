import { Lazy } from '../async/lazy.ts';
import { canvasContext } from './canvas.ts';

/** A WebP file of 2×1 pixels, to be turned by a quarter as its EXIF data says. */
const lying =
  'UklGRk4AAABXRUJQVlA4WAoAAAAIAAAAAQAAAAAAVlA4TA4AAAAvAQAAAAcQEf0PRET/A0VYSUYaAAAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAA=';

const probe = new Lazy<boolean>();

/** Whether the browser turns WebP files itself. */
function turnsWebp(): Promise<boolean> {
  return probe.get(async () => {
    const bytes = Uint8Array.from(atob(lying), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const { height } = bitmap;
    bitmap.close();
    return height === 2;
  });
}

/**
 * Puts the picture of a WebP file upright, where the browser hasn't: Chromium goes by the EXIF data of JPEG, PNG and
 * AVIF files, and not of these.
 *
 * @param bitmap what the browser made of the file; closed if another one is given back
 */
export async function turnWebp(bitmap: ImageBitmap, file: Blob): Promise<ImageBitmap> {
  const orientation = webpOrientation(new DataView(await file.arrayBuffer()));
  if (orientation === 1 || (await turnsWebp())) return bitmap;
  const { width, height } = bitmap;
  const [columns, rows] = orientation > 4 ? [height, width] : [width, height];
  const context = canvasContext(columns, rows);
  context.setTransform(...matrices[orientation - 2](width, height));
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.canvas.transferToImageBitmap();
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** From a stored pixel to the upright one, as a canvas has it, for the orientations from 2 to 8. */
const matrices: readonly ((width: number, height: number) => Matrix)[] = [
  (width) => [-1, 0, 0, 1, width, 0],
  (width, height) => [-1, 0, 0, -1, width, height],
  (_, height) => [1, 0, 0, -1, 0, height],
  () => [0, 1, 1, 0, 0, 0],
  (_, height) => [0, 1, -1, 0, height, 0],
  (width, height) => [0, -1, -1, 0, height, width],
  (width) => [0, -1, 1, 0, 0, width],
];

/**
 * The orientation, from 1 to 8, that the EXIF data of a WebP file say; 1 where there are none, or they make no sense.
 * (Google, WebP Container Specification; CIPA DC-008, Exif 2.3.)
 */
export function webpOrientation(file: DataView): number {
  // After the head of RIFF: chunks, each with a name and a length, to an even number of bytes.
  for (let at = 12; at + 8 <= file.byteLength; ) {
    const length = file.getUint32(at + 4, true);
    const begin = at + 8;
    if (nameAt(file, at) === 'EXIF') {
      const size = Math.min(length, file.byteLength - begin);
      return exifOrientation(new DataView(file.buffer, file.byteOffset + begin, size));
    }
    at = begin + length + (length & 1);
  }
  return 1;
}

function exifOrientation(exif: DataView): number {
  try {
    // Some writers put before it what JPEG has there.
    const start = nameAt(exif, 0) === 'Exif' ? 6 : 0;
    const little = nameAt(exif, start).startsWith('II');
    const directory = start + exif.getUint32(start + 4, little);
    const count = exif.getUint16(directory, little);
    for (let i = 0; i < count; i++) {
      const entry = directory + 2 + i * 12;
      if (exif.getUint16(entry, little) !== orientationTag) continue;
      const orientation = exif.getUint16(entry + 8, little);
      return orientation >= 1 && orientation <= 8 ? orientation : 1;
    }
  } catch {
    // It ends too early, or points beyond its end.
  }
  return 1;
}

const orientationTag = 0x0112;

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
