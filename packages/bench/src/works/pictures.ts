import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Pixels } from '@facegpu/pipeline';
import sharp, { type Sharp } from 'sharp';
import { formatPpm } from '../platform/ppm.ts';
import { frameNames, type PictureName, pictureNames } from './picture-names.ts';

const faceApi = path.dirname(
  createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'),
);

/** The six group photographs that come with `@vladmandic/face-api`, 1920 pixels wide. */
function sample(number: number): string {
  return path.join(faceApi, `demo/sample${number}.jpg`);
}

/** Where the faces of the samples are: a sample's number, left, top. */
const faces: readonly (readonly [number, number, number])[] = [
  [1, 1426, 177],
  [1, 351, 318],
  [4, 606, 37],
  [3, 534, 304],
  [5, 715, 60],
  [3, 1442, 271],
  [4, 923, 143],
  [5, 1043, 160],
  [4, 186, 156],
  [2, 1395, 117],
  [1, 777, 375],
  [5, 527, 388],
  [6, 1122, 297],
  [6, 609, 325],
  [6, 1444, 256],
  [5, 1337, 369],
  [6, 204, 463],
  [5, 312, 861],
  [2, 828, 194],
  [2, 284, 108],
];

/** Pixels of a picture, RGB. */
export async function pixelsOf(name: PictureName): Promise<Pixels & { data: Uint8Array }> {
  const picture = (await pictureOf(name)).removeAlpha().raw();
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** Writes all of them into a folder as `NAME.png`. */
export async function writePictures(folder: string): Promise<void> {
  for (const name of pictureNames) {
    const picture = (await pictureOf(name)).removeAlpha().png({ compressionLevel: 1 });
    await picture.toFile(path.join(folder, `${name}.png`));
  }
}

/** Writes all of them into a folder as `NAME.ppm`. */
export async function writePixels(folder: string): Promise<void> {
  for (const name of pictureNames) {
    await writeFile(path.join(folder, `${name}.ppm`), formatPpm(await pixelsOf(name)));
  }
}

async function pictureOf(name: PictureName): Promise<Sharp> {
  switch (name) {
    case 'one-face':
      return sharp(sample(5)).extract({ left: 661, top: 6, width: 408, height: 408 });
    case 'five-faces':
      return sharp(sample(5));
    case 'twenty-faces':
      return manyFaces();
    default:
      return frame(frameNames.indexOf(name));
  }
}

/** The faces side by side in squares. */
async function manyFaces(): Promise<Sharp> {
  const [side, columns] = [300, 7];
  const tiles = await Promise.all(
    faces.map(async ([number, left, top], i) => {
      const region = { left, top, width: side, height: side };
      const input = await sharp(sample(number)).extract(region).png().toBuffer();
      return { input, left: (i % columns) * side, top: Math.floor(i / columns) * side };
    }),
  );
  const height = Math.ceil(faces.length / columns) * side;
  const canvas = { width: columns * side, height, channels: 3, background: '#888' } as const;
  return sharp(await sharp({ create: canvas }).composite(tiles).png().toBuffer());
}

/** Three faces as a camera sees them that is moved to the right from frame to frame, 640×480. */
async function frame(index: number): Promise<Sharp> {
  const [room, top] = [20, 7];
  const scene = await sharp(sample(1))
    .resize(640 + room, 480 + 2 * top, { fit: 'cover' })
    .png()
    .toBuffer();
  const left = Math.floor((room * index) / frameNames.length);
  return sharp(scene).extract({ left, top, width: 640, height: 480 });
}
