import { FaceGpuError } from '@facegpu/kernels';
import { basicOperators } from '@facegpu/nn';
import { throwIfAborted } from '../async/abort.ts';
import { basicDecoders } from '../detect/decoders/basic.ts';
import { basicLandmarkDecoders } from '../landmark/decoders/basic.ts';
import {
  type DecodeLimits,
  isPixels,
  type Photo,
  photoFromPixels,
  reducedSize,
} from '../photo/photo.ts';
import { type BrowserPhotoInput, canvasContext, hold, isFile, toBitmap } from './bitmap.ts';
import { fetchModel } from './model-store.ts';
import type { Platform } from './platform.ts';
import { toPortable } from './portable.ts';

export const platform: Platform = {
  operators: basicOperators,
  decoders: basicDecoders,
  landmarkDecoders: basicLandmarkDecoders,
  compatPrograms: {},
  alignments: {},

  async decodePhoto(input, limits, signal, turn) {
    if (isPixels(input)) return photoFromPixels(input, limits);
    const held = hold(input as BrowserPhotoInput);
    if (isFile(held)) {
      await turn;
      throwIfAborted(signal);
    }
    return fromBitmap(await toBitmap(held, signal), limits);
  },

  decodesAhead: 2,

  readModel: fetchModel,
  toAddress: (text) => new URL(text, globalThis.location.href),

  openWorker(worker) {
    if (worker instanceof Worker) return { port: worker, owned: false, close() {} };
    try {
      const url = new URL(worker as string | URL, globalThis.location.href);
      const own = new Worker(url, { type: 'module', name: 'facegpu' });
      return { port: own, owned: true, close: () => own.terminate() };
    } catch (cause) {
      throw new FaceGpuError(
        'worker-failed',
        `the worker can't be started: ${cause instanceof Error ? cause.message : cause}`,
        'Give a Worker, or the address of its script on the same site as the page.',
        { cause },
      );
    }
  },

  toPortable,
};

function fromBitmap(bitmap: ImageBitmap, limits: DecodeLimits): Photo {
  const { width: originalWidth, height: originalHeight } = bitmap;
  const { width, height } = reducedSize(bitmap, limits);
  const context = canvasContext(width, height);
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { data: new Uint8Array(data.buffer), width, height, originalWidth, originalHeight };
}
