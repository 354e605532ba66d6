import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { applyAffine } from '@facegpu/kernels';
import { directory } from '@facegpu/models';
import { alignmentOf, type ChipImage, type Face, FacePipeline, Model } from '@facegpu/pipeline';
import { decodePhoto } from '@facegpu/pipeline/photos';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChipCutter } from './chip-cutter.ts';

const sample = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo/sample1.jpg',
);

/** The largest difference of two chips' colours; of the second, what is within a margin. */
function difference(a: ChipImage, b: ChipImage, margin = 0): number {
  let most = 0;
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      for (let c = 0; c < 3; c++) {
        const other = b.data[((y + margin) * b.width + x + margin) * 4 + c];
        most = Math.max(most, Math.abs(a.data[(y * a.width + x) * 4 + c] - other));
      }
    }
  }
  return most;
}

describe('ChipCutter', () => {
  let alignment: ReturnType<typeof alignmentOf>;
  let pipeline: FacePipeline;
  let photo: Buffer;
  let face: Face;
  beforeAll(async () => {
    const file = await readFile(new URL('arcface-mobilefacenet.safetensors', directory));
    alignment = alignmentOf(await Model.parse(Uint8Array.from(file)));
    photo = await sharp(sample)
      .extract({ left: 310, top: 280, width: 380, height: 380 })
      .png()
      .toBuffer();
    pipeline = await FacePipeline.create({ detector: 'tiny' });
    [face] = await pipeline.detect(photo, { chips: true });
  });
  afterAll(() => pipeline.dispose());

  it('cuts what the network of a recogniser sees, and a margin around it', async () => {
    const { device, info } = pipeline;
    const decoded = await decodePhoto(photo, device);
    const before = device.memory;
    for (const margin of [0, 9]) {
      const spec = { alignment, size: 112, margin };
      const cutter = await ChipCutter.create(device, spec, info.landmarkOrder);
      const chip = await cutter.cut(decoded, face.landmarks);
      expect([chip.width, chip.height]).toEqual([112 + 2 * margin, 112 + 2 * margin]);
      if (!face.chip) throw new Error('chips were asked for');
      // Bytes are rounded, and landmarks were.
      expect(difference(face.chip, chip, margin)).toBeLessThanOrEqual(2);
      cutter.dispose();
    }
    expect(device.memory).toEqual(before);
  });

  it('cuts photos of other sizes, several at once, and reduced ones by their own pixels', async () => {
    const { device, info } = pipeline;
    const spec = { alignment, size: 64, margin: 0 };
    const cutter = await ChipCutter.create(device, spec, info.landmarkOrder);
    const decoded = await decodePhoto(photo, device);
    const enlarged = await decodePhoto(await sharp(photo).resize(900).png().toBuffer(), device);
    // As if it had been reduced from 380 pixels to 900.
    const same = { ...enlarged, originalWidth: 380, originalHeight: 380 };
    const [small, large, again] = await Promise.all([
      cutter.cut(decoded, face.landmarks),
      cutter.cut(same, face.landmarks),
      cutter.cut(decoded, face.landmarks),
    ]);
    expect(difference(small, again)).toBe(0);
    const mean = (chip: ChipImage) =>
      chip.data.reduce((sum, value) => sum + value, 0) / chip.data.length;
    expect(Math.abs(mean(large) - mean(small))).toBeLessThan(2);
    // Both say where they lie in the photo of 380 pixels.
    const [[x, y], [otherX, otherY]] = [small, large].map(({ map }) => applyAffine(map, 40, 20));
    expect(Math.hypot(x - otherX, y - otherY)).toBeLessThan(0.1);
    const inner = await sharp(photo)
      .extract({ left: Math.floor(x), top: Math.floor(y), width: 1, height: 1 })
      .raw()
      .toBuffer();
    const at = (20 * small.width + 40) * 4;
    expect(Math.abs(small.data[at] - inner[0])).toBeLessThan(24);
    cutter.dispose();
  });

  it.each([[{ size: 0, margin: 0 }], [{ size: 64.5, margin: 0 }], [{ size: 64, margin: -1 }]])(
    'refuses %j',
    (wrong) => {
      expect(() => ChipCutter.create(pipeline.device, { alignment, ...wrong }, 'ibug68')).toThrow(
        expect.objectContaining({ code: 'bad-argument' }),
      );
    },
  );
});
