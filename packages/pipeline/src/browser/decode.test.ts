import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeFile, decodeInput, limits } from '../testing/decode-in-page.ts';
import { formats } from '../testing/formats.ts';
import { readRgb } from '../testing/rgb.ts';
import { samples } from '../testing/samples.ts';
import {
  colourAt,
  colours,
  draw,
  expectPicture,
  height,
  orientations,
  turned,
  width,
} from '../testing/squares.ts';
import { useChromium } from '../testing/use-chromium.ts';

const chromium = useChromium();

describe('orientation', () => {
  it.for(orientations)('%i is put upright, once', async (orientation, test) => {
    const file = () => turned(orientation);
    const lossless = await file().png().toBuffer();
    expectPicture(await decodeFile(chromium, test, lossless), 0);
    const jpeg = file().jpeg({ quality: 100, chromaSubsampling: '4:4:4' });
    expectPicture(await decodeFile(chromium, test, await jpeg.toBuffer()), 6);
    const webp = await file().webp({ lossless: true }).toBuffer();
    expectPicture(await decodeFile(chromium, test, webp), 0);
    const avif = await file().avif({ lossless: true }).toBuffer();
    expectPicture(await decodeFile(chromium, test, avif), 4);

    const page = await chromium.page(test);
    const url = `data:image/png;base64,${lossless.toString('base64')}`;
    const image = await page.evaluateHandle(async (src) => {
      const image = new Image();
      image.src = src;
      return image;
    }, url);
    expectPicture(await decodeInput(chromium, test, image), 0);
    const bitmap = await page.evaluateHandle(async (src) => {
      return createImageBitmap(await (await fetch(src)).blob());
    }, url);
    expectPicture(await decodeInput(chromium, test, bitmap), 0);

    // Sizes are those of the upright photo when it is reduced, too.
    const { data, ...size } = await decodeFile(chromium, test, lossless, { maxSide: 24 });
    expect(size).toEqual({ width: 24, height: 16, originalWidth: width, originalHeight: height });
    const corner = (x: number, y: number) => [...data.subarray((y * 24 + x) * 4).subarray(0, 3)];
    expect([corner(1, 1), corner(22, 14)]).toEqual([colours[0], colours[5]]);
  });
});

it('an element with a WebP file is taken as the browser shows it', async (test) => {
  const page = await chromium.page(test);
  const file = await turned(6).webp({ lossless: true }).toBuffer();
  const image = await page.evaluateHandle(
    async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return image;
    },
    `data:image/webp;base64,${file.toString('base64')}`,
  );
  const shown = await image.evaluate(({ naturalWidth, naturalHeight }) => {
    return { width: naturalWidth, height: naturalHeight };
  });
  expect(await decodeInput(chromium, test, image)).toMatchObject(shown);
});

describe('formats', () => {
  const shown = formats.filter(({ name }) => name !== 'TIFF');
  it.for(shown)('$name', async ({ file, pixels = colourAt, tolerance }, test) => {
    const photo = await decodeFile(chromium, test, await file.toBuffer());
    expectPicture(
      photo,
      tolerance,
      draw(width, height, (x, y) => [...pixels(x, y), 255]),
    );
  });
});

it('gives the same pixels of a photo as Node', async (test) => {
  const page = await chromium.page(test);
  const digest = await page.evaluate(async (limits) => {
    const { data } = await facegpu.decodePhoto('/samples/sample1.jpg', limits);
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', data))];
  }, limits);
  const { data, width, height } = await readRgb(samples[0]);
  const opaque = await sharp(data, { raw: { width, height, channels: 3 } })
    .ensureAlpha()
    .raw()
    .toBuffer();
  expect(digest).toEqual([...new Uint8Array(await crypto.subtle.digest('SHA-256', opaque))]);
});
