import { jpegStep, type Variation } from '@facegpu/kernels';
import { type ChipSize, chipSide } from '../dataset/chip-spec.ts';
import type { Random } from '../dataset/random.ts';
import { colourMap } from './colours.ts';

/** How chips are varied: ranges are to both sides, and probabilities from 0 to 1. */
export interface AugmentationOptions {
  /** How many images are mirrored. */
  readonly mirror: number;
  /** How far the face is moved, in shares of the image's side. */
  readonly shift: number;
  /** The logarithm of how much it is enlarged or shrunk: 0.1 is about a tenth. */
  readonly scale: number;
  /** How far it is turned, in degrees. */
  readonly rotation: number;
  /** See `colourMap`: what is added, and the logarithms of factors. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly tint: number;
  /** How many images have each of the following, and how much of it at most. */
  readonly blur: { readonly share: number; readonly deviation: number };
  readonly noise: { readonly share: number; readonly deviation: number };
  /** Down to which quality, from 1 to 100. */
  readonly jpeg: { readonly share: number; readonly quality: number };
  /** Up to which side of cells, in pixels of the image. */
  readonly resolution: { readonly share: number; readonly cell: number };
  /** Up to which share of the image's sides. */
  readonly occluder: { readonly share: number; readonly side: number };
}

/** What photos of faces differ by that recognition has to look past. */
export const usualAugmentation: AugmentationOptions = {
  mirror: 0.5,
  shift: 0.05,
  scale: 0.1,
  rotation: 8,
  brightness: 0.12,
  contrast: 0.25,
  saturation: 0.4,
  tint: 0.1,
  blur: { share: 0.15, deviation: 1.5 },
  noise: { share: 0.2, deviation: 10 },
  jpeg: { share: 0.2, quality: 25 },
  resolution: { share: 0.15, cell: 3 },
  occluder: { share: 0.15, side: 0.4 },
};

/**
 * The usual variation, less of it or more: all ranges and shares times a strength.
 *
 * @param strength 1 is the usual; 0 leaves images as they are, mirrored or not
 */
export function augmentationOf(strength: number): AugmentationOptions {
  const { mirror, blur, noise, jpeg, resolution, occluder, ...ranges } = usualAugmentation;
  const some = <Kind extends { readonly share: number }>(kind: Kind): Kind => {
    return { ...kind, share: Math.min(1, strength * kind.share) };
  };
  const scaled = Object.entries(ranges).map(([name, range]) => [name, strength * range]);
  return {
    ...(Object.fromEntries(scaled) as typeof ranges),
    mirror,
    blur: some(blur),
    noise: some(noise),
    jpeg: some(jpeg),
    resolution: some(resolution),
    occluder: some(occluder),
  };
}

/** Everything that makes one image of a chip. */
export interface Augmentation {
  readonly variation: Variation;
  /** Deviation of the blur, in pixels of the image; 0 is none, as with what follows. */
  readonly blur: number;
  /** Deviation of the noise, of 255. */
  readonly noise: number;
  readonly seed: number;
  /** See `jpegStep` of `@facegpu/kernels`. */
  readonly jpeg: number;
}

/** A chip as it is, without what is around it. */
export function plain(chip: number, { margin }: ChipSize): Augmentation {
  return {
    variation: {
      chip,
      map: { x: [1, 0, margin], y: [0, 1, margin] },
      colours: colourMap({ brightness: 0, contrast: 1, saturation: 1, tint: [1, 1, 1] }),
      cell: 1,
      occluder: { edges: [0, 0, 0, 0], colour: [0, 0, 0, 0] },
    },
    blur: 0,
    noise: 0,
    seed: 0,
    jpeg: 0,
  };
}

/**
 * Draws how a chip is varied. What is drawn follows from the random numbers alone, so that training with the
 * same seed sees the same images.
 *
 * @param chip its number among the chips
 */
export function drawAugmentation(
  random: Random,
  chip: number,
  spec: ChipSize,
  options: AugmentationOptions = usualAugmentation,
): Augmentation {
  const { size } = spec;
  const around = (reach: number) => random.uniform(-reach, reach);
  const factor = (reach: number) => Math.exp(around(reach));
  const some = (share: number, draw: () => number, none: number) => {
    // All numbers are drawn, whether they are used or not: one option doesn't change the others' images.
    const [isChosen, value] = [random.uniform() < share, draw()];
    return isChosen ? value : none;
  };
  const { blur, noise, jpeg, resolution, occluder } = options;
  const mirrored = random.uniform() < options.mirror;
  const angle = (around(options.rotation) * Math.PI) / 180;
  const scale = factor(options.scale);
  const [right, down] = [around(options.shift) * size, around(options.shift) * size];
  const colours = colourMap({
    brightness: around(options.brightness),
    contrast: factor(options.contrast),
    saturation: factor(options.saturation),
    tint: [factor(options.tint), factor(options.tint), factor(options.tint)],
  });
  const hiddenSide = some(occluder.share, () => random.uniform(0.1, occluder.side) * size, 0);
  const [left, top] = [random.uniform(0, size), random.uniform(0, size)];
  const [wide, high] = [random.uniform(0.5, 1), random.uniform(0.5, 1)];
  const shade = (): number => random.uniform(0, 255);
  return {
    variation: {
      chip,
      map: mapAbout(chipSide(spec) / 2, size / 2, { mirrored, angle, scale, right, down }),
      colours,
      cell: some(resolution.share, () => random.uniform(1, resolution.cell), 1),
      occluder: {
        edges: [
          left - (hiddenSide * wide) / 2,
          top - (hiddenSide * high) / 2,
          left + (hiddenSide * wide) / 2,
          top + (hiddenSide * high) / 2,
        ],
        colour: [shade(), shade(), shade(), hiddenSide > 0 ? 1 : 0],
      },
    },
    blur: some(blur.share, () => random.uniform(0.3, blur.deviation), 0),
    noise: some(noise.share, () => random.uniform(0, noise.deviation), 0),
    seed: random.below(2 ** 32),
    jpeg: some(jpeg.share, () => jpegStep(random.uniform(jpeg.quality, 95)), 0),
  };
}

interface Movement {
  readonly mirrored: boolean;
  /** By which the face is turned, clockwise, in radians. */
  readonly angle: number;
  /** By which it is enlarged. */
  readonly scale: number;
  /** By how many pixels of the image it is moved. */
  readonly right: number;
  readonly down: number;
}

/** From pixels of an image to those of a chip, about the middles of both. */
function mapAbout(
  chipMiddle: number,
  middle: number,
  { mirrored, angle, scale, right, down }: Movement,
): Variation['map'] {
  const side = mirrored ? -1 : 1;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [x, y] = [middle + right, middle + down];
  return {
    x: [side * cos, side * sin, chipMiddle - side * (cos * x + sin * y)],
    y: [-sin, cos, chipMiddle + sin * x - cos * y],
  };
}
