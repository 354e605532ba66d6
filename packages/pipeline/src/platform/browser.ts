import { FaceGpuError } from '@facegpu/kernels';
import {
  badImage,
  type DecodeLimits,
  isPixels,
  type Photo,
  photoFromPixels,
  reducedSize,
} from '../photo.ts';
import { fetchModel } from './model-store.ts';
import type { Platform } from './platform.ts';
import { workerName } from './worker-scope.ts';

/** What a page or a worker can make a photo of, besides pixels. */
export type BrowserPhotoInput = string | URL | Blob | ArrayBuffer | Uint8Array | ImageBitmapSource;

export const platform: Platform = {
  async decodePhoto(input, limits) {
    if (isPixels(input)) return photoFromPixels(input, limits);
    const bitmap = await toBitmap(input as BrowserPhotoInput);
    return fromBitmap(bitmap, limits);
  },

  readModel: fetchModel,

  openWorker(worker) {
    if (worker instanceof Worker) return { port: worker, close() {} };
    try {
      const url = new URL(worker as string | URL, globalThis.location.href);
      const own = new Worker(url, { type: 'module', name: workerName });
      return { port: own, close: () => own.terminate() };
    } catch (cause) {
      throw new FaceGpuError(
        'worker-failed',
        `the worker can't be started: ${cause instanceof Error ? cause.message : cause}`,
        'Give a Worker, or the address of its script on the same site as the page.',
        { cause },
      );
    }
  },

  async toPortable(input) {
    if (input instanceof Blob) return { photo: input, transfer: [] };
    if (typeof input === 'string' || input instanceof URL) {
      // The worker's own address is another one.
      return { photo: new URL(input, globalThis.location.href).href, transfer: [] };
    }
    if (input instanceof ArrayBuffer || input instanceof Uint8Array) {
      const photo = new Uint8Array(input).slice();
      return { photo, transfer: [photo.buffer] };
    }
    if (isPixels(input)) {
      const { width, height } = input;
      const data = input.data.slice();
      return { photo: { data, width, height }, transfer: [data.buffer] };
    }
    const bitmap = await toBitmap(input);
    return { photo: bitmap, transfer: [bitmap] };
  },
};

async function toBitmap(input: BrowserPhotoInput): Promise<ImageBitmap> {
  if (typeof input === 'string' || input instanceof URL) {
    const url = new URL(input, globalThis.location.href);
    return toBitmap(await fetchBytes(url));
  }
  const source =
    input instanceof ArrayBuffer || input instanceof Uint8Array
      ? new Blob([input as Uint8Array<ArrayBuffer>])
      : input;
  try {
    // The default orientation is the picture's own, from its EXIF data.
    return await createImageBitmap(source);
  } catch (cause) {
    throw badImage(
      `the photo can't be decoded: ${cause instanceof Error ? cause.message : cause}`,
      'Give a picture that the browser can show.',
      cause,
    );
  }
}

function fromBitmap(bitmap: ImageBitmap, limits: DecodeLimits): Photo {
  const { width: originalWidth, height: originalHeight } = bitmap;
  const { width, height } = reducedSize(bitmap, limits);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context)
    throw badImage('the browser gives no 2-D canvas', 'Close other tabs and try again.');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { data: new Uint8Array(data.buffer), width, height, originalWidth, originalHeight };
}

async function fetchBytes(url: URL): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return await response.arrayBuffer();
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `${url.href} can't be fetched: ${cause instanceof Error ? cause.message : cause}`,
      'Check the address, and that its server lets this page read it (CORS).',
      { cause },
    );
  }
}
