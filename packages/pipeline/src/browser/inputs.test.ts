import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FaceGpuError } from '../index.ts';
import { decodeInput, limits } from '../testing/decode-in-page.ts';
import { expectPicture, picture } from '../testing/squares.ts';
import { useChromium } from '../testing/use-chromium.ts';

const chromium = useChromium(async (folder) => {
  const jpeg = await picture().resize(600).jpeg().toBuffer();
  await writeFile(path.join(folder, 'cut-off.jpg'), jpeg.subarray(0, jpeg.length / 2));
  await picture().png().toFile(path.join(folder, 'photo.png'));
});

/** Makes an input of the address of a picture; runs in the page. */
type Make = (url: string) => unknown;

/** The inputs, and how far their values may lie from those of the file. */
const inputs: [name: string, make: Make, tolerance?: number][] = [
  ['an address', (url) => url],
  ['a URL', (url) => new URL(url, location.href)],
  ['the address of a Blob', async (url) => URL.createObjectURL(await (await fetch(url)).blob())],
  ['a Blob', async (url) => (await fetch(url)).blob()],
  ['a File', async (url) => new File([await (await fetch(url)).blob()], 'photo.png')],
  ['an ArrayBuffer', async (url) => (await fetch(url)).arrayBuffer()],
  [
    'a Uint8Array with an offset',
    async (url) => {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
      const larger = new Uint8Array(bytes.length + 20);
      larger.set(bytes, 7);
      return larger.subarray(7, 7 + bytes.length);
    },
  ],
  ['an image element that still loads', (url) => Object.assign(new Image(), { src: url })],
  [
    'an image element that is shown smaller',
    async (url) => {
      const image = Object.assign(new Image(6, 4), { src: url });
      document.body.append(image);
      await image.decode();
      return image;
    },
  ],
  ['an ImageBitmap', async (url) => createImageBitmap(await (await fetch(url)).blob())],
  [
    'ImageData',
    async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return context?.getImageData(0, 0, width, height);
    },
  ],
  [
    'an OffscreenCanvas',
    async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      return canvas;
    },
  ],
  [
    'the bytes of a frame',
    async (url) => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const { Uint8Array: Other } = frame.contentWindow as unknown as typeof globalThis;
      return new Other(await (await fetch(url)).arrayBuffer());
    },
  ],
  [
    'a canvas',
    async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      const { width, height } = bitmap;
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      return canvas;
    },
  ],
  [
    'a VideoFrame',
    async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      return new VideoFrame(bitmap, { timestamp: 0 });
    },
  ],
  [
    'a video',
    async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      const { width, height } = bitmap;
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      const video = document.createElement('video');
      video.srcObject = canvas.captureStream();
      context?.drawImage(bitmap, 0, 0);
      await video.play();
      return video;
    },
    // Videos store colours at half the size.
    4,
  ],
];

describe('inputs', () => {
  it.for(inputs)('%s', async ([, make, tolerance = 0], test) => {
    const page = await chromium.page(test);
    const input = await page.evaluateHandle(make, '/files/photo.png');
    expectPicture(await decodeInput(chromium, test, input), tolerance);
    // It belongs to the caller, who may use it again.
    expectPicture(await decodeInput(chromium, test, input), tolerance);
  });
});

const elsewhere = /another site/;
const wrong: [name: string, make: Make, code: string, message: RegExp][] = [
  ['null', () => null, 'bad-image', /made of Null/],
  ['a number', () => 7, 'bad-image', /made of Number/],
  ['an object', () => ({}), 'bad-image', /made of Object/],
  ['no bytes', () => new Uint8Array(), 'bad-image', /is empty/],
  ['an empty Blob', () => new Blob(), 'bad-image', /is empty/],
  ['a text', () => new Blob(['hello']), 'bad-image', /can't be decoded/],
  ['half a file', () => '/files/cut-off.jpg', 'bad-image', /can't be decoded/],
  ['an empty canvas', () => new OffscreenCanvas(0, 5), 'bad-image', /can't be decoded/],
  ['an empty video', () => document.createElement('video'), 'bad-image', /can't be decoded/],
  ['an image without src', () => new Image(), 'file-unreadable', /no src/],
  ['a missing file', () => '/files/none.png', 'file-unreadable', /none\.png .*404/],
  ['no address', () => 'https://', 'file-unreadable', /^https:\/\/ .*no address/],
  [
    'a picture in base64',
    () => '/9j/'.padEnd(5000, '2wBDAAYEBQ'),
    'file-unreadable',
    /^http.{40,90}… ?.{30} \(\d+ characters\)/,
  ],
  [
    'an image that is missing',
    () => Object.assign(new Image(), { src: '/files/none.png' }),
    'file-unreadable',
    /none\.png/,
  ],
  [
    'an image of another site',
    (url) => Object.assign(new Image(), { src: url.replace('localhost', '127.0.0.1') }),
    'file-unreadable',
    elsewhere,
  ],
  [
    'a canvas with a picture of another site',
    async (url) => {
      const image = Object.assign(new Image(), { src: url.replace('localhost', '127.0.0.1') });
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas;
    },
    'file-unreadable',
    elsewhere,
  ],
];

describe('wrong inputs', () => {
  it.for(wrong)('%s', async ([, make, code, message], test) => {
    const page = await chromium.page(test);
    const input = await page.evaluateHandle(make, `${chromium.address}files/photo.png`);
    const error = await page.evaluate(
      async ([photo, limits]) => {
        const said = (error: FaceGpuError) => ({ ...error.toJSON(), name: error.name });
        return facegpu.decodePhoto(photo, limits).then(() => undefined, said);
      },
      [input, limits] as const,
    );
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error?.fix).toMatch(message === elsewhere ? /crossOrigin = "anonymous"/ : /\w/);
  });
});
