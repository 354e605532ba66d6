import type { Device } from '@facegpu/kernels';
import { platform } from '#platform';
import type { PhotoInput } from '../api/options.ts';
import { type Photo, usualMaxSide } from './photo.ts';

/**
 * Decodes a photo as a pipeline does before anything else: upright, reduced to what the device can bind.
 *
 * @throws FaceGpuError `bad-image`, `file-unreadable`
 */
export function decodePhoto(input: PhotoInput, { largestBinding }: Device): Promise<Photo> {
  return platform.decodePhoto(input, { maxSide: usualMaxSide, maxBytes: largestBinding });
}
