import type { JSHandle } from '@facegpu/chromium';
import { describe, expect, it } from 'vitest';
import { limits } from '../testing/decode-in-page.ts';
import { colours, picture } from '../testing/squares.ts';
import { useChromium } from '../testing/use-chromium.ts';

/** Pixels of the pictures: 12.6 million. */
const large = { columns: 4344, rows: 2896 };

const chromium = useChromium(async (folder) => {
  const scaled = picture().resize(large.columns, large.rows, { kernel: 'nearest' });
  await Promise.all([
    scaled.clone().jpeg({ quality: 95 }).toFile(`${folder}/large.jpg`),
    scaled.clone().png({ compressionLevel: 0 }).toFile(`${folder}/large.png`),
  ]);
});

/** Makes an input of a large picture; runs in the page, before the clock does. */
type Make = () => unknown;

const inputs: [name: string, make: Make][] = [
  [
    'an image element',
    async () => {
      const image = Object.assign(new Image(), { src: '/files/large.jpg' });
      await image.decode();
      return image;
    },
  ],
  [
    'an image element with a Blob',
    async () => {
      const blob = await (await fetch('/files/large.jpg')).blob();
      return Object.assign(new Image(), { src: URL.createObjectURL(blob) });
    },
  ],
  ['an address', () => '/files/large.jpg'],
  ['a Blob', async () => (await fetch('/files/large.jpg')).blob()],
  ['37 MB of a file', async () => (await fetch('/files/large.png')).arrayBuffer()],
  ['an ImageBitmap', async () => createImageBitmap(await (await fetch('/files/large.jpg')).blob())],
  [
    'a VideoFrame',
    async () => {
      const bitmap = await createImageBitmap(await (await fetch('/files/large.jpg')).blob());
      return new VideoFrame(bitmap, { timestamp: 0 });
    },
  ],
  [
    'a video',
    async () => {
      const bitmap = await createImageBitmap(await (await fetch('/files/large.jpg')).blob());
      const { width, height } = bitmap;
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      const video = document.createElement('video');
      video.srcObject = canvas.captureStream();
      context?.drawImage(bitmap, 0, 0);
      await video.play();
      video.pause();
      return video;
    },
  ],
  [
    'a canvas',
    async () => {
      const bitmap = await createImageBitmap(await (await fetch('/files/large.jpg')).blob());
      const { width, height } = bitmap;
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context?.drawImage(bitmap, 0, 0);
      // What was drawn is there.
      context?.getImageData(0, 0, 1, 1);
      return canvas;
    },
  ],
  [
    'an OffscreenCanvas',
    async () => {
      const bitmap = await createImageBitmap(await (await fetch('/files/large.jpg')).blob());
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context?.drawImage(bitmap, 0, 0);
      context?.getImageData(0, 0, 1, 1);
      return canvas;
    },
  ],
  [
    'ImageData',
    async () => {
      const bitmap = await createImageBitmap(await (await fetch('/files/large.jpg')).blob());
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return context?.getImageData(0, 0, width, height);
    },
  ],
];

// The browser says itself when a page was held up, and that is all that is asked here: how many such
// entries there are, not how long they were. The last test of this file sees that it does.
describe('on its way to a worker, the page goes on beside', () => {
  it.for(inputs)('%s', { retry: 2 }, async ([, make], test) => {
    const page = await chromium.page(test);
    const input: JSHandle = await page.evaluateHandle(make);
    const { long, photo } = await page.evaluate(
      async ([input, limits]) => {
        const worker = new Worker('/page/worker.js', { type: 'module' });
        const long = await facegpu.longTasks(async () => {
          const { photo, transfer } = await facegpu.toPortable(input);
          worker.postMessage({ photo }, transfer);
        });
        worker.terminate();
        const { photo } = await facegpu.toPortable(input);
        const pixels = photo as { data?: Uint8Array; width: number };
        if (pixels.data) return { long, photo: [pixels.width, ...pixels.data.subarray(0, 3)] };
        const { data, originalWidth } = await facegpu.decodePhoto(photo, limits);
        return { long, photo: [originalWidth, ...data.subarray(0, 3)] };
      },
      [input, limits] as const,
    );
    expect(long).toEqual([]);
    expect(photo[0]).toBe(large.columns);
    for (const [i, value] of colours[0].entries()) expect(photo[1 + i]).toBeCloseTo(value, -1);
  });
});

it('a large image of another site is refused', async (test) => {
  const page = await chromium.page(test);
  const error = await page.evaluate(
    (src) => facegpu.errorOf(facegpu.toPortable(Object.assign(new Image(), { src }))),
    `${chromium.address.replace('localhost', '127.0.0.1')}files/large.jpg`,
  );
  expect(error).toMatchObject({
    code: 'file-unreadable',
    fix: expect.stringMatching(/crossOrigin = "anonymous"/),
  });
});

it('a busy page is noticed', async (test) => {
  const page = await chromium.page(test);
  const long = await page.evaluate(() =>
    facegpu.longTasks(async () => {
      await new Promise((resolve) => setTimeout(resolve));
      for (const begin = performance.now(); performance.now() - begin < 80; );
    }),
  );
  expect(long).toHaveLength(1);
});
