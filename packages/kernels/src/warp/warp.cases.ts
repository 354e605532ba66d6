import type { Random } from '../testing/random.ts';
import type { Affine, Crop } from './crop.ts';
import { type LetterboxOptions, letterbox, type Size } from './letterbox.ts';

export interface WarpCase {
  readonly name: string;
  readonly photo: Size;
  readonly crops: readonly Crop[];
  readonly size: Size;
  readonly averaging: boolean;
  readonly floatPixels?: boolean;
  /** How many crops to cut; all where it is left out. */
  readonly live?: number;
}

const landscape: Size = { width: 37, height: 23 };

const tensorflow: LetterboxOptions = { align: 'start', sampling: 'corner' };

export const warpCases: readonly WarpCase[] = [
  letterboxCase('landscape, shrinking', landscape, 17),
  letterboxCase('landscape, enlarging', landscape, 64),
  letterboxCase('portrait', { width: 23, height: 37 }, 19),
  letterboxCase('same size', { width: 16, height: 16 }, 16),
  letterboxCase('1×1 photo', { width: 1, height: 1 }, 7),
  letterboxCase('to one pixel', landscape, 1),
  letterboxCase('one row', { width: 65, height: 1 }, 9),
  letterboxCase('by a lot', { width: 63, height: 61 }, 4),
  letterboxCase('canvas twice as wide and high', landscape, 16, { zoom: 2 }),
  letterboxCase('at the start, sampled at corners', landscape, 16, tensorflow, false),
  letterboxCase('at the start, sampled at corners, enlarging', landscape, 50, tensorflow, false),
  aligned('rotated, same scale', { width: 40, height: 40 }, 1, 0.6, true),
  aligned('rotated, shrinking', { width: 60, height: 50 }, 2.7, -0.6, true),
  aligned('rotated, shrinking, bilinear', { width: 60, height: 50 }, 2.7, -0.6, false),
  aligned('upside down, enlarging', { width: 13, height: 11 }, 0.4, Math.PI, true),
  { ...aligned('floats', { width: 30, height: 20 }, 1.3, 0.2, true), floatPixels: true },
  { ...aligned('two of three live', landscape, 1.5, 1, true), live: 2 },
  {
    name: 'window inside the photo, bounds around it',
    photo: landscape,
    crops: [
      {
        map: { x: [1.5, 0, 3], y: [0, 1.5, 1] },
        window: [5, 4, 20, 15],
        bounds: [3, 2, 24, 18],
      },
    ],
    size: { width: 12, height: 12 },
    averaging: false,
  },
  {
    name: 'beside the photo',
    photo: landscape,
    crops: [{ map: { x: [1, 0, 500], y: [0, 1, -80] }, window: [0, 0, 37, 23] }],
    size: { width: 5, height: 3 },
    averaging: true,
  },
];

/** A similarity transform over a photo of random size. */
export function drawWarp(random: Random): WarpCase {
  const photo = { width: random.integer(1, 60), height: random.integer(1, 60) };
  const scale = random.uniform(0.2, 5);
  const angle = random.uniform(-Math.PI, Math.PI);
  const averaging = random.pick([true, false]);
  const name = `${photo.width}×${photo.height}, scale ${scale.toFixed(2)}, angle ${angle.toFixed(2)}, ${averaging ? 'averaging' : 'bilinear'}`;
  return aligned(name, photo, scale, angle, averaging);
}

function letterboxCase(
  name: string,
  photo: Size,
  size: number,
  options: LetterboxOptions = {},
  averaging = true,
): WarpCase {
  return {
    name: `letterbox: ${name}`,
    photo,
    crops: [letterbox(photo, size, options)],
    size: { width: size, height: size },
    averaging,
  };
}

/** Three crops around the middle of a photo, turned and scaled. */
function aligned(
  name: string,
  photo: Size,
  scale: number,
  angle: number,
  averaging: boolean,
): WarpCase {
  const size = { width: 11, height: 9 };
  const c = scale * Math.cos(angle);
  const s = scale * Math.sin(angle);
  const crops = [0, 1, 2].map((i): Crop => {
    const map: Affine = {
      x: [c, -s, photo.width / 2 - (c * size.width - s * size.height) / 2 + 3.3 * i],
      y: [s, c, photo.height / 2 - (s * size.width + c * size.height) / 2 - 2.1 * i],
    };
    return { map, window: [0, 0, photo.width, photo.height] };
  });
  return { name, photo, crops, size, averaging };
}
