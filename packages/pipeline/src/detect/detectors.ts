import {
  type Device,
  elementCount,
  type Owner,
  owning,
  type Size,
  type Tensor,
  uploadRows,
  uploadTensor,
} from '@facegpu/kernels';
import { fittingSize, type ImageSize, type Model, mainSize } from '@facegpu/nn';
import { RecentlyUsed } from '../async/recently-used.ts';
import type { Batch } from '../gpu/batch.ts';
import { descriptionOf } from '../models/description.ts';
import { createDetector, type Detector, type DetectorOptions } from './detector.ts';
import { createRoom, type KeptBoxes } from './kept-boxes.ts';

/** Boxes that are read back of each photo; of one with more of them, all are, by looking at it again. */
const usualRows = 256;

/** Sizes for which the network is kept compiled: upright and lying photos of three shapes. */
const mostSizes = 6;

/**
 * A detector for photos of all sizes: it looks at each in the size of its network that suits it, compiled when
 * one is first wanted. All of them put the boxes in the same place.
 */
export interface Detectors {
  readonly kept: KeptBoxes;
  /** Does something with the detector for photos of this size. */
  use<T>(photo: Size, work: (detector: Detector) => Promise<T>): Promise<T>;
  /** Likewise with one that has rows of its own for all the boxes that there may be. */
  useWhole<T>(photo: Size, work: (detector: Detector) => Promise<T>): Promise<T>;
  /**
   * Puts faces that were read back in the place of those that were kept.
   *
   * @param from where the batch has them
   * @param roll of the look that found them: photos in flight have others
   */
  put(batch: Batch, from: KeptBoxes, first: number, end: number, roll: number): void;
  dispose(): void;
}

export function createDetectors(
  device: Device,
  model: Model,
  options: Omit<DetectorOptions, 'room' | 'size'>,
): Promise<Detectors> {
  return owning((owner) => create(owner, device, model, options));
}

async function create(
  owner: Owner,
  device: Device,
  model: Model,
  options: Omit<DetectorOptions, 'room' | 'size'>,
): Promise<Detectors> {
  const { input } = descriptionOf(model, 'detector');
  let shared: KeptBoxes | undefined;
  const room = async (_: number, points: number | undefined): Promise<KeptBoxes> => {
    shared ??= await createRoom(owner, device, usualRows, points);
    return shared;
  };
  const sizes = owner.keep(new RecentlyUsed<Detector>(mostSizes));
  const useSize = <T>(size: ImageSize, work: (detector: Detector) => Promise<T>) =>
    sizes.use(`${size}`, () => createDetector(device, model, { ...options, room, size }), work);
  const kept = await useSize(mainSize(input), async (detector) => detector.kept);
  return {
    kept,
    use: (photo, work) => useSize(fittingSize(input, photo), work),
    useWhole: (photo, work) =>
      owning(async (own) => {
        const size = fittingSize(input, photo);
        const room = (candidates: number, points: number | undefined) =>
          createRoom(own, device, candidates, points);
        const detector = own.keep(await createDetector(device, model, { ...options, room, size }));
        const result = await work(detector);
        own.dispose();
        return result;
      }),
    put(batch, from, first, end, roll) {
      kept.roll = roll;
      const copy = (source: Tensor, target: Tensor) => {
        const width = elementCount(source.shape.slice(1));
        const rows = Float32Array.from(batch.values(source).subarray(first * width, end * width));
        uploadRows(device, target, rows);
      };
      copy(from.boxes, kept.boxes);
      if (from.keypoints && kept.keypoints) copy(from.keypoints, kept.keypoints);
      uploadTensor(device, kept.count, Uint32Array.of(end - first));
    },
    dispose: () => owner.dispose(),
  };
}
