import type { MarkedFace } from '@facegpu/pipeline/command-line';
import {
  type Augmentation,
  type AugmentationOptions,
  drawAugmentation,
  usualAugmentation,
} from '../augment/augmentation.ts';
import { beforeMap } from '../augment/augmented-points.ts';
import type { Random } from '../dataset/random.ts';

/** Colours and flaws of photos; where a crop lies is drawn otherwise. */
const flaws: AugmentationOptions = {
  ...usualAugmentation,
  mirror: 0,
  shift: 0,
  scale: 0,
  rotation: 0,
};

/** Pixels of a crop to one of the square, from the least to the most. */
const zoom = [0.7, 2.5] as const;

/** How many crops are about a face, and not about any place. */
const faceShare = 0.85;

/**
 * Draws a crop of a photo: mirrored or not, near one of its faces or anywhere, in colours of its own.
 *
 * @param photo its number, and its faces in pixels of its square
 * @param side of the square
 * @param size of the crop, in pixels
 */
export function drawCrop(
  random: Random,
  { number, faces }: { readonly number: number; readonly faces: readonly MarkedFace[] },
  { side, size }: { readonly side: number; readonly size: number },
): Augmentation {
  const drawn = drawAugmentation(random, number, { size, margin: 0 }, flaws);
  const mirrored = random.uniform() < 0.5;
  const scale = Math.exp(random.uniform(Math.log(zoom[0]), Math.log(zoom[1])));
  const [u, v, kind] = [random.uniform(), random.uniform(), random.uniform()];
  const face = faces[random.below(Math.max(1, faces.length))];
  const reach = size / scale;
  const near = (start: number, length: number, share: number) => {
    return start + length / 2 + (share - 0.5) * 0.8 * reach;
  };
  const isNear = face !== undefined && kind < faceShare;
  const x = isNear ? near(face.box.x, face.box.width, u) : u * side;
  const y = isNear ? near(face.box.y, face.box.height, v) : v * side;
  const step = 1 / scale;
  const across = mirrored ? -step : step;
  const map = {
    x: [across, 0, x - (across * size) / 2],
    y: [0, step, y - reach / 2],
  } as const;
  return { ...drawn, variation: { ...drawn.variation, map } };
}

/** The faces of a photo in a crop of it, in its pixels; those whose centres lie beyond it too. */
export function facesIn(
  { variation: { map } }: Augmentation,
  faces: readonly MarkedFace[],
): MarkedFace[] {
  return faces.map(({ box: { x, y, width, height }, ignored }) => {
    const [left, top] = beforeMap(map, [x, y]);
    const [right, bottom] = beforeMap(map, [x + width, y + height]);
    return {
      box: {
        ...{ x: Math.min(left, right), y: Math.min(top, bottom) },
        ...{ width: Math.abs(right - left), height: Math.abs(bottom - top) },
      },
      ignored,
    };
  });
}
