import { Device, Readback } from '@facegpu/kernels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { Random } from '../dataset/random.ts';
import {
  type Augmentation,
  augmentationOf,
  drawAugmentation,
  plain,
  usualAugmentation,
} from './augmentation.ts';
import { Augmenter } from './augmenter.ts';
import { colourMap } from './colours.ts';

const spec: ChipSpec = { alignment: { template: 'arcface-112' }, size: 16, margin: 3 };
const side = 22;

/** How an image point lies in the chip. */
function mapped({ variation: { map } }: Augmentation, x: number, y: number): [number, number] {
  return [map.x[0] * x + map.x[1] * y + map.x[2], map.y[0] * x + map.y[1] * y + map.y[2]];
}

describe('drawAugmentation', () => {
  const none = { share: 0, deviation: 1, quality: 50, cell: 2, side: 0.3 };
  const still = {
    ...{ mirror: 0, shift: 0, scale: 0, rotation: 0 },
    ...{ brightness: 0, contrast: 0, saturation: 0, tint: 0 },
    ...{ blur: none, noise: none, jpeg: none, resolution: none, occluder: none },
  };

  it('leaves a chip as it is where nothing is to change', () => {
    const drawn = drawAugmentation(new Random(1), 7, spec, still);
    const { seed: _, ...rest } = drawn;
    const { seed: __, ...wanted } = plain(7, spec);
    expect(rest).toMatchObject({ ...wanted, variation: { chip: 7, cell: 1 } });
    expect(mapped(drawn, 0, 0)).toEqual([3, 3]);
    expect(mapped(drawn, 16, 16)).toEqual([19, 19]);
    for (const [i, row] of drawn.variation.colours.entries()) {
      expect(row.map((value) => Math.round(value * 1e9) / 1e9)).toEqual(
        [0, 1, 2, 3].map((j) => (j === i ? 1 : 0)),
      );
    }
  });

  it('mirrors, moves, scales and turns about the middle', () => {
    const draw = (options: Partial<typeof still>) =>
      drawAugmentation(new Random(2), 0, spec, { ...still, ...options });
    expect(mapped(draw({ mirror: 1 }), 0, 5)).toEqual([19, 8]);
    const [x, y] = mapped(draw({ shift: 0.25 }), 8, 8);
    expect(Math.max(Math.abs(x - 11), Math.abs(y - 11))).toBeLessThanOrEqual(4);
    expect([x, y]).not.toEqual([11, 11]);
    for (const options of [{ scale: 0.5 }, { rotation: 90 }]) {
      const [mx, my] = mapped(draw(options), 8, 8);
      expect([mx, my].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([11, 11]);
      expect(mapped(draw(options), 0, 8)).not.toEqual([3, 11]);
    }
  });

  it('varies less or more by a strength', () => {
    expect(augmentationOf(1)).toEqual(usualAugmentation);
    const half = augmentationOf(0.5);
    expect(half).toMatchObject({ mirror: 0.5, rotation: 4, jpeg: { share: 0.1, quality: 25 } });
    const { seed: _, ...still } = drawAugmentation(new Random(1), 7, spec, {
      ...augmentationOf(0),
      mirror: 0,
    });
    const { seed: __, ...wanted } = plain(7, spec);
    expect(still).toMatchObject({ ...wanted, variation: { chip: 7, cell: 1 } });
    expect(augmentationOf(20).blur.share).toBe(1);
  });

  it('draws the same for the same seed, and each kind as often as was asked for', () => {
    const draw = (seed: number) =>
      Array.from({ length: 400 }, (_, i) => drawAugmentation(new Random(seed, i), i, spec));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
    const share = (has: (each: Augmentation) => boolean) => draw(1).filter(has).length / 400;
    const { blur, noise, jpeg, resolution, occluder, mirror } = usualAugmentation;
    expect(share((each) => each.blur > 0)).toBeCloseTo(blur.share, 1);
    expect(share((each) => each.noise > 0)).toBeCloseTo(noise.share, 1);
    expect(share((each) => each.jpeg > 0)).toBeCloseTo(jpeg.share, 1);
    expect(share(({ variation }) => variation.cell > 1)).toBeCloseTo(resolution.share, 1);
    expect(share(({ variation }) => variation.occluder.colour[3] > 0)).toBeCloseTo(
      occluder.share,
      1,
    );
    expect(share(({ variation }) => variation.map.x[0] < 0)).toBeCloseTo(mirror, 1);
  });
});

it('colourMap makes grey of colours, and keeps middle grey under contrast', () => {
  const apply = (change: Partial<Parameters<typeof colourMap>[0]>, colour: readonly number[]) => {
    const usual = { brightness: 0, contrast: 1, saturation: 1, tint: [1, 1, 1] as const };
    return colourMap({ ...usual, ...change }).map(([r, g, b, one]) =>
      Math.round(r * colour[0] + g * colour[1] + b * colour[2] + one),
    );
  };
  expect(apply({ saturation: 0 }, [255, 0, 0])).toEqual([76, 76, 76]);
  expect(apply({ contrast: 2 }, [127.5, 150, 100])).toEqual([128, 173, 73]);
  expect(apply({ brightness: 0.1 }, [0, 100, 200])).toEqual([26, 126, 226]);
  expect(apply({ tint: [1.1, 1, 0.5] }, [100, 100, 100])).toEqual([110, 100, 50]);
});

describe('Augmenter', () => {
  let device: Device;
  beforeAll(async () => {
    device = await Device.acquire();
  });
  afterAll(() => device.dispose());

  it('makes batches without allocating, and frees everything', async () => {
    const random = new Random(9);
    const pixels = Uint8Array.from({ length: 2 * side * side * 4 }, () => random.below(256));
    const before = device.memory;
    const augmenter = await Augmenter.create(device, { chips: pixels, spec, batch: 3 });
    const readback = await Readback.create(device, 'images', [augmenter.output]);
    const { memory } = device;
    const run = async (all: readonly Augmentation[]) => {
      augmenter.set(all);
      augmenter.recording.run(readback);
      await readback.fetch();
      return Array.from(readback.values(augmenter.output));
    };
    const images = await run([plain(1, spec), plain(0, spec), plain(1, spec)]);
    const wanted = Array.from({ length: 16 * 16 * 3 }, (_, i) => {
      const [pixel, c] = [Math.floor(i / 3), i % 3];
      const row = side + 3 + Math.floor(pixel / 16);
      return pixels[(row * side + 3 + (pixel % 16)) * 4 + c];
    });
    images.slice(0, wanted.length).forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i], 3);
    });
    expect(images.slice(2 * wanted.length)).toEqual(images.slice(0, wanted.length));

    const drawn = [0, 1, 0].map((chip, i) => drawAugmentation(new Random(4, i), chip, spec));
    const varied = await run(drawn);
    expect(await run(drawn)).toEqual(varied);
    expect(varied.every(Number.isFinite)).toBe(true);
    expect(varied).not.toEqual(images);
    expect(device.memory).toEqual(memory);
    expect(() => augmenter.set([])).toThrow(/0 augmentations for a batch of 3/);
    for (const chip of [-1, 2]) {
      expect(() => augmenter.set([0, chip, 1].map((each) => plain(each, spec)))).toThrow(
        `an image of chip ${chip}, and there are 2`,
      );
    }
    readback.dispose();
    augmenter.dispose();
    expect(device.memory).toEqual(before);
  });
});
