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
import { type BrowserPhotoInput, hold, isFile, toBitmap } from './bitmap.ts';
import { canvasContext } from './canvas.ts';
import { fetchModel } from './model-store.ts';
import type { Platform } from './platform.ts';

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
