import { isKind } from '../api/kinds.ts';
import type { PhotoInput } from '../api/options.ts';
import { abortable, throwIfAborted } from '../async/abort.ts';
import { fileBytes, isPixels, type Pixels, requireNumbers } from '../photo/photo.ts';
import {
  type BrowserPhotoInput,
  loaded,
  mayLieOnItsSide,
  pageAddress,
  toBitmap,
} from './bitmap.ts';
import { copyGently } from './copy.ts';
import type { PortablePhoto } from './platform.ts';

/** Pictures with more pixels than this aren't decoded or copied while the page waits. */
const few = 2 ** 20;

/**
 * A photo as it can be sent to a worker, made without keeping the page waiting: files are decoded
 * there, frames and bitmaps are handed on as they are, large pixels are copied in pieces.
 *
 * A canvas costs what its last drawing still has to do. What has to be decoded here, because the page
 * may not read its file (its Content-Security-Policy, or an SVG), takes about 25 ms a megapixel.
 *
 * @throws FaceGpuError `bad-image`, `file-unreadable`, `aborted`
 */
export async function toPortable(input: PhotoInput, signal?: AbortSignal): Promise<PortablePhoto> {
  if (isKind(input, 'Blob', 'File')) return { photo: input, transfer: [] };
  if (typeof input === 'string' || isKind(input, 'URL')) {
    // The worker's own address is another one.
    return { photo: pageAddress(input).href, transfer: [] };
  }
  const bytes = fileBytes(input);
  if (bytes) {
    const photo = await copyGently(bytes, signal);
    return { photo, transfer: [photo.buffer] };
  }
  if (isPixels(input)) return copyPixels(input, signal);
  if (isKind(input, 'HTMLImageElement')) {
    await abortable(loaded(input), signal);
    const file = isLarge(input.naturalWidth, input.naturalHeight)
      ? await fileOf(input, signal)
      : undefined;
    if (file) return { photo: file, transfer: [] };
  }
  const moved = frameOf(input) ?? (await toBitmap(input as BrowserPhotoInput, signal));
  return { photo: moved, transfer: [moved] };
}

async function copyPixels(
  { data, width, height }: Pixels,
  signal: AbortSignal | undefined,
): Promise<PortablePhoto> {
  requireNumbers(data);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const { buffer } = await copyGently(bytes, signal);
  const copy = isKind(data, 'Float32Array') ? new Float32Array(buffer) : new Uint8Array(buffer);
  return { photo: { data: copy, width, height }, transfer: [buffer] };
}

/**
 * The file that an image element shows, out of the browser's cache where that has it; nothing where the
 * page may not read it, or where it is no single picture of pixels.
 */
async function fileOf(
  { currentSrc, crossOrigin }: HTMLImageElement,
  signal: AbortSignal | undefined,
): Promise<Blob | undefined> {
  try {
    const response = await fetch(currentSrc, {
      cache: 'force-cache',
      credentials: crossOrigin === 'use-credentials' ? 'include' : 'same-origin',
      signal: signal ?? null,
    });
    const type = response.headers.get('content-type') ?? '';
    if (response.ok && /^image\/(?!svg)/.test(type)) {
      const file = await response.blob();
      // The element shows it as the browser does.
      return (await mayLieOnItsSide(file)) ? undefined : file;
    }
    await response.body?.cancel();
  } catch {
    throwIfAborted(signal);
  }
  return undefined;
}

/** Another handle on a frame, or one on a large bitmap or video: making it copies no pixels. */
function frameOf(input: PhotoInput): VideoFrame | undefined {
  if (!('VideoFrame' in globalThis)) return undefined;
  const large =
    (isKind(input, 'ImageBitmap') && isLarge(input.width, input.height)) ||
    (isKind(input, 'HTMLVideoElement') && isLarge(input.videoWidth, input.videoHeight));
  if (!large && !isKind(input, 'VideoFrame')) return undefined;
  try {
    return new VideoFrame(input, { timestamp: 0 });
  } catch {
    // What is wrong with it is said where it can't be drawn.
    return undefined;
  }
}

function isLarge(width: number, height: number): boolean {
  return width * height > few;
}
