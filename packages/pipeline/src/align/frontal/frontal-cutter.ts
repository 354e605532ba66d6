import {
  allocate,
  cutParams,
  type Device,
  frontal,
  frontalGridSpec,
  gridWarp,
  owning,
  Recording,
  type TemplatePoint,
  Tensor,
} from '@facegpu/kernels';
import type { CropNetwork } from '../../gpu/crop-network.ts';
import type { PhotoBuffer } from '../../gpu/photo-buffer.ts';
import type { PhotoWork } from '../../gpu/stage.ts';
import { faceModelOf } from './face-model.ts';

export interface FrontalOptions {
  readonly photo: PhotoBuffer;
  /** `[faces, landmarks, 2]`, in pixels of the photo. */
  readonly landmarks: Tensor;
  /** What they are: a name of `landmark/orders.ts`. */
  readonly order: string;
  /** Where the landmarks should lie in the chip. */
  readonly template: readonly TemplatePoint[];
  /** Whose input becomes the chips. */
  readonly network: Pick<CropNetwork, 'input' | 'image' | 'size'>;
  /** Whether chips are flipped left to right. */
  readonly mirror: boolean;
  readonly live: Tensor;
}

/**
 * Cuts chips that show faces as if they looked straight at the camera.
 *
 * @throws FaceGpuError `bad-argument` where the landmarks say too little of a face
 */
export async function createFrontalCutter(
  device: Device,
  options: FrontalOptions,
): Promise<PhotoWork> {
  const { photo, landmarks, order, network, live } = options;
  const { input, size, image } = network;
  const { channels, mean, scale } = image;
  const settings = () => ({ photo, floatPixels: photo.floats, channels, mean, scale });
  const grid = new Tensor('frontal grid', frontalGridSpec(input.shape[0], size));
  const face = faceModelOf(order);
  const places = frontal({ ...options, points: landmarks, face, size, grid });
  const cut = gridWarp({ photo: photo.tensor, grid, output: input, live, settings: settings() });
  const dispatches = [...places, cut];
  return owning(async (owner) => {
    const tensors = dispatches.flatMap((dispatch) => [...dispatch.tensors.values()]);
    owner.keepBuffers(device, await allocate(device, 'frontal', tensors));
    const recording = owner.keep(await Recording.create(device, 'frontal', dispatches));
    return {
      recordings: [recording],
      setPhoto: () => recording.setParams(cut, cutParams(settings())),
      rebind: () => recording.rebind(),
      dispose: () => owner.dispose(),
    };
  });
}
