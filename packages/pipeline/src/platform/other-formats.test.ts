import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { difference } from '@facegpu/kernels/testing';
import { ImageMagick, initializeImageMagick, MagickFormat } from '@imagemagick/magick-wasm';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { otherFormatOf } from '../photo/other-format.ts';
import { expectError } from '../testing/errors.ts';
import { type HeicParts, heic } from '../testing/heic.ts';
import { heicSquares } from '../testing/heic-squares.ts';
import {
  colourAt,
  draw,
  expectPicture,
  height,
  picture,
  turned,
  width,
} from '../testing/squares.ts';
import { platform } from './node.ts';

const limits = { maxSide: 4096, maxBytes: 2 ** 27 };
const rgb = () => draw(width, height, colourAt);

/** A file of the squares, written by ImageMagick. */
async function written(format: MagickFormat): Promise<Uint8Array> {
  const png = await picture().png().toBuffer();
  return ImageMagick.read(png, MagickFormat.Png, (image) => {
    image.quality = 100;
    return image.write(format, (data) => Uint8Array.from(data));
  });
}

/** A bitmap of 24 bits, the last row first. */
function bmp(): Uint8Array {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + stride * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r, g, b] = colourAt(x, y);
      file.set([b, g, r], 54 + (height - 1 - y) * stride + x * 3);
    }
  }
  return file;
}

beforeAll(async () => {
  const wasm = fileURLToPath(import.meta.resolve('@imagemagick/magick-wasm/magick.wasm'));
  await initializeImageMagick(await readFile(wasm));
});

describe('formats that sharp leaves to ImageMagick', () => {
  it.each<[string, number, () => Promise<Uint8Array> | Uint8Array]>([
    ['BMP', 0, bmp],
    ['PNM', 0, () => Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), rgb()])],
    ['ICO', 0, () => written(MagickFormat.Ico)],
    ['JPEG XL', 6, () => written(MagickFormat.Jxl)],
    ['JPEG 2000', 6, () => written(MagickFormat.Jp2)],
    ['JPEG 2000', 6, () => written(MagickFormat.J2k)],
  ])('%s', async (name, tolerance, file) => {
    const bytes = await file();
    expect(otherFormatOf(bytes)?.name).toBe(name);
    expectPicture(await platform.decodePhoto(bytes, limits), tolerance);
  });

  it('a damaged file is told by its format', async () => {
    const cut = bmp().subarray(0, 60);
    await expectError(() => platform.decodePhoto(cut, limits), 'bad-image', /./);
  });

  // As EXIF numbers the orientations: which pixel of the stored picture is where in the upright one.
  const [right, low] = [width - 1, height - 1];
  it.each<[number, Partial<HeicParts>, (x: number, y: number) => [x: number, y: number]]>([
    [1, {}, (x, y) => [x, y]],
    [2, { mirror: 1 }, (x, y) => [right - x, y]],
    [3, { turns: 2 }, (x, y) => [right - x, low - y]],
    [4, { mirror: 0 }, (x, y) => [x, low - y]],
    [6, { turns: 3 }, (x, y) => [y, low - x]],
    [8, { turns: 1 }, (x, y) => [right - y, x]],
  ])('HEIC is put upright once, though EXIF says it too: %i', async (orientation, how, place) => {
    const { exif } = await sharp(await turned(orientation).jpeg().toBuffer()).metadata();
    const file = heic({ ...heicSquares, ...how, ...(exif && { exif }) });
    const { data, ...size } = await platform.decodePhoto(file, limits);
    const [columns, rows] = orientation > 4 ? [height, width] : [width, height];
    expect(size).toMatchObject({ width: columns, height: rows, originalWidth: columns });
    const expected = draw(columns, rows, (x, y) => [...colourAt(...place(x, y)), 255]);
    expect(difference(data, expected, [rows, columns, 4], { relative: 8 / 255 })).toBeUndefined();
  });

  it('HEIC is turned by what the item says, not by EXIF data alone', async () => {
    const { exif } = await sharp(await turned(6).jpeg().toBuffer()).metadata();
    expectPicture(
      await platform.decodePhoto(heic({ ...heicSquares, ...(exif && { exif }) }), limits),
      8,
    );
  });

  it('HEIC is put together of its tiles', async () => {
    const [tile] = heicSquares.tiles;
    const file = heic({ ...heicSquares, tiles: [tile, tile], size: [112, 32], columns: 2 });
    const { data: pixels, ...size } = await platform.decodePhoto(file, limits);
    const data = Uint8Array.from(pixels);
    expect(size).toMatchObject({ width: 64 + width, height });
    const right = Buffer.concat(
      Array.from({ length: height }, (_, y) =>
        data.subarray((y * 112 + 64) * 4, (y + 1) * 112 * 4),
      ),
    );
    expectPicture({ data: right, width, height, originalWidth: width, originalHeight: height }, 8);
  });

  it('HEIC is recognised by its brand', () => {
    const brand = (text: string) => Buffer.from(`\0\0\0\x18ftyp${text}\0\0\0\0`, 'latin1');
    expect(otherFormatOf(brand('heic'))?.name).toBe('HEIC');
    expect(otherFormatOf(brand('mif1'))?.name).toBe('HEIC');
    expect(otherFormatOf(brand('avif'))).toBeUndefined();
  });
});

describe('limits', () => {
  it.each([
    ['a file of sharp’s', () => picture().png().toBuffer()],
    ['a file of another format', bmp],
  ])(
    '%s with more pixels than are wanted is refused, with the way to raise that',
    async (_, file) => {
      const few = { ...limits, maxPixels: width * height - 1 };
      const bytes = await file();
      await expectError(() => platform.decodePhoto(bytes, few), 'bad-image', /are the most/);
      const enough = { ...limits, maxPixels: width * height };
      expectPicture(await platform.decodePhoto(bytes, enough), 0);
    },
  );

  it('a damaged file is refused, and taken as far as it goes where that is wanted', async () => {
    const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251);
    const raw = { width: 64, height: 64, channels: 3 } as const;
    const file = await sharp(noise, { raw }).jpeg().toBuffer();
    const cut = file.subarray(0, file.length - 100);
    await expectError(() => platform.decodePhoto(cut, limits), 'bad-image', /can't be decoded/);
    const photo = await platform.decodePhoto(cut, { ...limits, lenient: true });
    expect(photo).toMatchObject({ width: 64, height: 64 });
  });
});
