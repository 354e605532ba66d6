import {
  allocate,
  type Device,
  owning,
  Recording,
  similarity,
  similarityParams,
  type TemplatePoint,
  type Tensor,
} from '@facegpu/kernels';
import type { PhotoBuffer } from '../gpu/photo-buffer.ts';
import type { PhotoWork } from '../gpu/stage.ts';

export interface AlignerOptions {
  readonly photo: PhotoBuffer;
  /** `[faces, landmarks, 2]`, in pixels of the photo. */
  readonly landmarks: Tensor;
  /** Where the landmarks should lie in the crop. */
  readonly template: readonly TemplatePoint[];
  /** `[faces, 16]`: where the crops that are aligned so are written. */
  readonly crops: Tensor;
  /** Width of a crop that is to be flipped left to right, in pixels. */
  readonly mirrorWidth?: number | undefined;
  readonly live: Tensor;
}

/** Turns, scales and moves every face to a template: the least-squares similarity transform. */
export async function createAligner(device: Device, options: AlignerOptions): Promise<PhotoWork> {
  const { photo, landmarks, mirrorWidth } = options;
  const dispatch = similarity({ ...options, points: landmarks });
  return owning(async (owner) => {
    owner.keepBuffers(device, await allocate(device, 'aligner', dispatch.tensors.values()));
    const recording = owner.keep(await Recording.create(device, 'aligner', [dispatch]));
    return {
      recordings: [recording],
      setPhoto: () => recording.setParams(dispatch, similarityParams(photo, mirrorWidth)),
      // It reads the photo's size alone.
      rebind() {},
      dispose: () => owner.dispose(),
    };
  });
}
