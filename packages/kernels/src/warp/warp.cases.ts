import type { Affine, Crop } from '../geometry/crop.ts';
import { type LetterboxOptions, letterbox, type Size } from '../geometry/letterbox.ts';
import type { Random } from '../testing/random.ts';

export interface WarpCase {
  readonly name: string;
  readonly photo: Size;
  readonly crops: readonly Crop[];
  readonly size: Size;
  readonly averaging: boolean;
  readonly floatPixels?: boolean;
  /** R, G, B where left out. */
  readonly channels?: 'bgr' | 'grey';
  /** How many crops to cut; all where it is left out. */
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
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
  { ...aligned('folded workgroups', landscape, 1.5, 1, true), folded: true },
  { ...aligned('blue first', landscape, 1.5, 1, true), channels: 'bgr' },
  { ...aligned('grey', landscape, 0.7, -1, true), channels: 'grey' },
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
  odd('one pixel of bounds', { bounds: [9, 7, 10, 8] }),
  odd('bounds inside the window', { bounds: [9, 7, 21, 15] }, 0.7),
  odd('bounds inside the window, shrinking', { bounds: [9, 7, 21, 15] }, 3.3),
  odd('bounds that are not whole', { bounds: [-0.5, -6.5, 37.5, 23.5] }, 2.1),
  odd('a window that is not whole', { window: [2.5, 1.25, 30.5, 20.75] }, 1.9),
  odd('a window larger than the photo', { window: [-5, -7, 45, 31] }, 1.3),
  odd('a window beside the photo', { window: [40, 2, 60, 20] }),
  odd('a window without pixels', { window: [12, 12, 12, 12] }),
  odd('bounds without pixels', { bounds: [12, 12, 12, 12] }),
  aligned('as wide as 128 pixels', { width: 300, height: 211 }, 127.9, 0, true),
  aligned('as wide as 129 pixels', { width: 300, height: 211 }, 128.7, 0.3, true),
  aligned('as wide as 1000 pixels', { width: 2111, height: 1153 }, 1000, -0.2, true),
  { ...aligned('blocks of floats', { width: 601, height: 307 }, 200, 1, true), floatPixels: true },
  {
    name: 'blocks of pixels between bounds',
    photo: { width: 700, height: 500 },
    crops: [
      {
        map: { x: [390, 0, 7], y: [0, 390, 3] },
        window: [5, 9, 666, 433],
        bounds: [5, 100, 600, 400],
      },
    ],
    size: { width: 3, height: 3 },
    averaging: true,
  },
  ...[1e3, 1e5, 1e7, 1e18, -1e18].flatMap((scale) => [
    odd(`scale ${scale}`, {}, scale),
    { ...odd(`scale ${scale}, bilinear`, {}, scale), averaging: false },
  ]),
  ...[2 ** 23, 2 ** 24, 2 ** 25, -(2 ** 31), 1e18].map((start) =>
    odd(`${start} pixels to the right`, { map: { x: [1, 0, start], y: [0, 1, 0] } }),
  ),
  odd('wide without height', { map: { x: [1e9, 0, 0], y: [0, 1e-9, 5] } }),
  odd('sheared', { map: { x: [300, 299, -900], y: [299, 300, -900] } }),
  odd('all in one point', { map: { x: [0, 0, 5.5], y: [0, 0, 7.25] } }),
  ...[1e19, 1e30, Infinity, NaN].flatMap((scale) => [
    odd(`scale ${scale}`, {}, scale),
    odd(`start ${scale}`, { map: { x: [1, 0, -scale], y: [0, 1, 0] } }),
  ]),
  odd('a window that is no number', { window: [0, 0, NaN, 23] }),
  odd('bounds that are not finite', { bounds: [0, 0, 37, Infinity] }),
];

/** A crop that is out of the ordinary in some way, and one after it that isn't. */
function odd(name: string, changes: Partial<Crop>, scale = 1.5): WarpCase {
  const map: Affine = { x: [scale, 0, 3.4], y: [0, scale, 1.2] };
  const usual: Crop = { map: { x: [2, 0, 0], y: [0, 2, 0] }, window: [0, 0, 37, 23] };
  return {
    name,
    photo: landscape,
    crops: [{ ...usual, map, ...changes }, usual],
    size: { width: 12, height: 12 },
    averaging: true,
  };
}

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
  const side: Size = { width: size, height: size };
  return {
    name: `letterbox: ${name}`,
    photo,
    crops: [letterbox(photo, side, options)],
    size: side,
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
