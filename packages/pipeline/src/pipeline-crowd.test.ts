import sharp from 'sharp';
import { it } from 'vitest';
import type { Box } from './index.ts';
import { usePipelines } from './testing/use-pipelines.ts';

const ours = usePipelines({ ultraface: { detector: 'ultraface' } });

const [columns, rows, cell] = [10, 10, 180];

it('finds a hundred faces in a photo, each once', async ({ task, expect }) => {
  const pipeline = ours.pipeline('ultraface', task.meta);
  const faces = await pipeline.detect(ours.photo, { descriptors: false });
  expect(faces).toHaveLength(3);
  const placed: Box[] = [];
  const layers = await Promise.all(
    Array.from({ length: columns * rows }, async (_, i) => {
      const face = faces[i % faces.length].box;
      // From 40 to 70 pixels, and each in a place of its own within its cell.
      const scale = (40 + ((i * 7) % 31)) / Math.min(face.width, face.height);
      const { x, y, width, height } = around(face, 0.4);
      const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
      const left = (i % columns) * cell + ((i * 11) % Math.max(1, cell - size.width));
      const top = Math.floor(i / columns) * cell + ((i * 5) % Math.max(1, cell - size.height));
      placed.push({ x: left, y: top, ...size });
      const extract = { left: x, top: y, width, height };
      const crop = sharp(ours.photo)
        .extract(extract)
        .resize({ ...size, fit: 'fill' });
      return { input: await crop.flop(i % 2 === 1).toBuffer(), left, top };
    }),
  );
  const size = { width: columns * cell, height: rows * cell };
  const crowd = await sharp({ create: { ...size, channels: 3, background: '#777' } })
    .composite(layers)
    .png()
    .toBuffer();
  const once = await pipeline.detect(crowd, { upright: true, landmarks: false });
  expect(once.length).toBeLessThan(100);
  const found = await pipeline.detect(crowd, { tiles: true, minSize: 30, descriptors: false });
  expect(found).toHaveLength(100);
  for (const place of placed) {
    expect(found.filter(({ box }) => isInside(centre(box), around(place, -0.3)))).toHaveLength(1);
  }
});

const centre = ({ x, y, width, height }: Box) => [x + width / 2, y + height / 2] as const;

const isInside = ([px, py]: readonly [number, number], { x, y, width, height }: Box) =>
  px > x && px < x + width && py > y && py < y + height;

/** A box with a margin, as a share of its sides, in whole pixels. */
function around({ x, y, width, height }: Box, margin: number): Box {
  return {
    x: Math.round(x - margin * width),
    y: Math.round(y - margin * height),
    width: Math.round(width * (1 + 2 * margin)),
    height: Math.round(height * (1 + 2 * margin)),
  };
}
