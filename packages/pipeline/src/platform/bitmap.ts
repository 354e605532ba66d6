import { FaceGpuError } from '@facegpu/kernels';
import { isKind, kindOf } from '../api/kinds.ts';
import { fixText, isTooLong, shorten } from '../api/shorten.ts';
import { abortable, throwIfAborted } from '../async/abort.ts';
import { badImage, fileBytes } from '../photo/photo.ts';
import { canvasContext } from './canvas.ts';

/** What a page or a worker can make a photo of, besides pixels. */
export type BrowserPhotoInput = string | URL | Blob | ArrayBuffer | Uint8Array | ImageBitmapSource;

/** The photo, with bytes of its own where the page may change them. */
export function hold(input: BrowserPhotoInput): BrowserPhotoInput {
  const bytes = fileBytes(input);
  return bytes ? new Blob([bytes as Uint8Array<ArrayBuffer>]) : input;
}

/** Whether it can be decoded later; what a canvas or a video shows is gone then. */
export function isFile(input: BrowserPhotoInput): boolean {
  return typeof input === 'string' || isKind(input, 'URL', 'Blob', 'File');
}

/**
 * Decodes a photo, upright. The caller closes the bitmap.
 *
 * @throws FaceGpuError `bad-image`, `file-unreadable`, `aborted`
 */
export async function toBitmap(
  input: BrowserPhotoInput,
  signal: AbortSignal | undefined,
): Promise<ImageBitmap> {
  if (typeof input === 'string' || isKind(input, 'URL')) {
    return toBitmap(await fetchBytes(pageAddress(input), signal), signal);
  }
  if (fileBytes(input)) return toBitmap(hold(input), signal);
  if (isKind(input, 'Blob', 'File') && input.size === 0)
    throw badImage('the photo is empty', 'Give a picture.');
  if (isKind(input, 'HTMLImageElement')) await abortable(loaded(input), signal);
  let bitmap: ImageBitmap;
  try {
    // The default orientation is the picture's own, from its EXIF data.
    bitmap = await createImageBitmap(input as ImageBitmapSource);
    if (isKind(input, 'Blob', 'File') && (await mayLieOnItsSide(input))) {
      const { turnWebp } = await import('./webp-orientation.ts');
      bitmap = await turnWebp(bitmap, input);
    }
  } catch (cause) {
    if (cause instanceof TypeError) {
      throw badImage(
        `a photo can't be made of ${kindOf(input)}`,
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

/** Whether a file is WebP with EXIF data, whose orientation browsers may leave to us. */
export async function mayLieOnItsSide(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(8, 21).arrayBuffer());
  return String.fromCharCode(...start.subarray(0, 8)) === 'WEBPVP8X' && (start[12] & 8) > 0;
}

/**
 * The address that a text or a URL of the page leads to.
 *
 * @throws FaceGpuError `file-unreadable`
 */
export function pageAddress(address: string | URL): URL {
  try {
    return new URL(address, globalThis.location.href);
  } catch (cause) {
    throw unfetched(String(address), 'it is no address', cause);
  }
}

/** Waits for the picture of an image element. */
export async function loaded(image: HTMLImageElement): Promise<void> {
  try {
    await image.decode();
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `the picture of the image element can't be loaded: ${shorten(image.currentSrc) || 'it has no src'}`,
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

async function fetchBytes(url: URL, signal: AbortSignal | undefined): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url, { signal: signal ?? null });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return await response.arrayBuffer();
  } catch (cause) {
    throwIfAborted(signal);
    throw unfetched(url.href, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function unfetched(address: string, reason: string, cause: unknown): FaceGpuError {
  return new FaceGpuError(
    'file-unreadable',
    `${shorten(address)} can't be fetched: ${reason}`,
    fixText(address, 'Check the address, and that its server lets this page read it (CORS).'),
    { cause: isTooLong(address) ? undefined : cause },
  );
}
