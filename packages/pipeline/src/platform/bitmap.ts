import { FaceGpuError } from '@facegpu/kernels';
import { abortable, throwIfAborted } from '../async/abort.ts';
import { badImage } from '../photo/photo.ts';

/** What a page or a worker can make a photo of, besides pixels. */
export type BrowserPhotoInput = string | URL | Blob | ArrayBuffer | Uint8Array | ImageBitmapSource;

/**
 * Decodes a photo, upright. The caller closes the bitmap.
 *
 * @throws FaceGpuError `bad-image`, `file-unreadable`, `aborted`
 */
export async function toBitmap(
  input: BrowserPhotoInput,
  signal: AbortSignal | undefined,
): Promise<ImageBitmap> {
  if (typeof input === 'string' || input instanceof URL) {
    const url = new URL(input, globalThis.location.href);
    return toBitmap(await fetchBytes(url, signal), signal);
  }
  if (input instanceof ArrayBuffer || input instanceof Uint8Array) {
    return toBitmap(new Blob([input as Uint8Array<ArrayBuffer>]), signal);
  }
  if (input instanceof Blob && input.size === 0)
    throw badImage('the photo is empty', 'Give a picture.');
  if (isImageElement(input)) await abortable(loaded(input), signal);
  let bitmap: ImageBitmap;
  try {
    // The default orientation is the picture's own, from its EXIF data.
    bitmap = await createImageBitmap(input);
  } catch (cause) {
    if (cause instanceof TypeError) {
      throw badImage(
        `a photo can't be made of ${input === null ? 'null' : typeof input}`,
        'Give an address, a file, its bytes, pixels, or an element that shows a picture.',
        cause,
      );
    }
    throw badImage(
      `the photo can't be decoded: ${cause instanceof Error ? cause.message : cause}`,
      'Give a picture that the browser can show; a video must have loaded its first one.',
      cause,
    );
  }
  requireReadable(bitmap);
  return bitmap;
}

/** A worker has no elements. */
export function isImageElement(input: unknown): input is HTMLImageElement {
  return 'HTMLImageElement' in globalThis && input instanceof HTMLImageElement;
}

/** Waits for the picture of an image element. */
export async function loaded(image: HTMLImageElement): Promise<void> {
  try {
    await image.decode();
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `the picture of the image element can't be loaded: ${image.currentSrc || 'it has no src'}`,
      'Check its address, and that it is a picture.',
      { cause },
    );
  }
}

/**
 * Makes sure that the page may read the pixels.
 *
 * @throws FaceGpuError `file-unreadable` where they come from another site that didn't agree
 */
function requireReadable(bitmap: ImageBitmap): void {
  const context = canvasContext(1, 1);
  context.drawImage(bitmap, 0, 0, 1, 1, 0, 0, 1, 1);
  try {
    context.getImageData(0, 0, 1, 1);
  } catch (cause) {
    bitmap.close();
    throw new FaceGpuError(
      'file-unreadable',
      'the photo comes from another site, and the browser lets no page read its pixels',
      'Set crossOrigin = "anonymous" on the image or video element before its src, and let that site send Access-Control-Allow-Origin.',
      { cause },
    );
  }
}

export function canvasContext(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context) return context;
  throw badImage('the browser gives no 2-D canvas', 'Close other tabs and try again.');
}

async function fetchBytes(url: URL, signal: AbortSignal | undefined): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url, { signal: signal ?? null });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return await response.arrayBuffer();
  } catch (cause) {
    throwIfAborted(signal);
    throw new FaceGpuError(
      'file-unreadable',
      `${url.href} can't be fetched: ${cause instanceof Error ? cause.message : cause}`,
      'Check the address, and that its server lets this page read it (CORS).',
      { cause },
    );
  }
}
