import { FaceGpuError } from '@facegpu/kernels';
import type { ChipJson } from '../api/chip.ts';
import type { ChipImage } from '../api/face.ts';

/**
 * The chip that JSON has kept.
 *
 * @throws FaceGpuError `bad-image` where the picture isn't whole
 */
export function chipFromJson({ width, height, data }: ChipJson): ChipImage {
  const bytes = decode(data);
  if (width > 0 && height > 0 && bytes?.length === width * height * 4) {
    return { width, height, data: bytes };
  }
  throw new FaceGpuError(
    'bad-image',
    `a chip of ${width}×${height} pixels has ${bytes?.length ?? 'no'} bytes`,
    'Give it as JSON.stringify wrote it: { "width": …, "height": …, "data": "…" }.',
  );
}

function decode(base64: string): ChipImage['data'] | undefined {
  try {
    return Uint8ClampedArray.from(atob(base64), (byte) => byte.charCodeAt(0));
  } catch {
    return undefined;
  }
}
