import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { pictureNames } from './picture-names.ts';
import { pixelsOf, writePictures } from './pictures.ts';

it.each([
  { name: 'one-face', width: 408, height: 408 },
  { name: 'five-faces', width: 1920, height: 1398 },
  { name: 'twenty-faces', width: 2100, height: 900 },
  { name: 'frame-9', width: 640, height: 480 },
] as const)('$name has RGB pixels', async ({ name, width, height }) => {
  const { data, ...size } = await pixelsOf(name);
  expect(size).toEqual({ width, height });
  expect(data).toHaveLength(width * height * 3);
});

it('gives frames that differ', async () => {
  const [first, second] = [await pixelsOf('frame-0'), await pixelsOf('frame-1')];
  expect(second.data).not.toEqual(first.data);
});

it('writes the same pixels', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-pictures-'));
  try {
    await writePictures(folder);
    for (const name of pictureNames) {
      const written = await sharp(path.join(folder, `${name}.png`))
        .raw()
        .toBuffer();
      const { data } = await pixelsOf(name);
      expect(written.equals(data as Uint8Array)).toBe(true);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
