import { createRequire } from 'node:module';
import path from 'node:path';
import type { Face, FacePipeline, Pixels } from '@facegpu/pipeline';
import sharp, { type Region, type Sharp } from 'sharp';

const faceApi = path.dirname(
  createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'),
);

/** The six group photographs that come with `@vladmandic/face-api`. */
const samples = [1, 2, 3, 4, 5, 6].map((number) => path.join(faceApi, `demo/sample${number}.jpg`));

/** The one with five faces. */
const group = samples[4];

/** Its pixels, RGB. */
export function fiveFaces(): Promise<Pixels> {
  return toPixels(sharp(group));
}

/** A face of it, and as much around the face. */
export async function oneFace(pipeline: FacePipeline): Promise<Pixels> {
  const [{ box }] = await pipeline.detect(group);
  const { width, height } = await sharp(group).metadata();
  const side = Math.round(2 * Math.max(box.width, box.height));
  return toPixels(sharp(group).extract(squareAround(box, side, { width, height })));
}

/** The most certain faces of all samples, side by side in squares. */
export async function manyFaces(pipeline: FacePipeline, count: number): Promise<Pixels> {
  const [side, columns] = [300, 7];
  const found: { file: string; face: Face }[] = [];
  for (const file of samples) {
    for (const face of await pipeline.detect(file)) found.push({ file, face });
  }
  found.sort((a, b) => b.face.score - a.face.score);
  const tiles = await Promise.all(
    found.slice(0, count).map(async ({ file, face }, i) => {
      const { width, height } = await sharp(file).metadata();
      const region = squareAround(face.box, side, { width, height });
      const input = await sharp(file).extract(region).png().toBuffer();
      return { input, left: (i % columns) * side, top: Math.floor(i / columns) * side };
    }),
  );
  const height = Math.ceil(count / columns) * side;
  const canvas = { width: columns * side, height, channels: 3, background: '#888' } as const;
  const picture = await sharp({ create: canvas }).composite(tiles).png().toBuffer();
  return toPixels(sharp(picture));
}

/** Three faces as a camera sees them that is moved to the right from frame to frame, 640×480. */
export async function frames(count: number): Promise<Pixels[]> {
  const [room, top] = [20, 7];
  const scene = await sharp(samples[0])
    .resize(640 + room, 480 + 2 * top, { fit: 'cover' })
    .png()
    .toBuffer();
  return Promise.all(
    Array.from({ length: count }, (_, i) => {
      const left = Math.floor((room * i) / count);
      return toPixels(sharp(scene).extract({ left, top, width: 640, height: 480 }));
    }),
  );
}

function squareAround(
  box: Face['box'],
  side: number,
  photo: { readonly width: number; readonly height: number },
): Region {
  const begin = (start: number, length: number, limit: number) =>
    Math.max(0, Math.min(limit - side, Math.round(start + (length - side) / 2)));
  return {
    left: begin(box.x, box.width, photo.width),
    top: begin(box.y, box.height, photo.height),
    width: Math.min(side, photo.width),
    height: Math.min(side, photo.height),
  };
}

async function toPixels(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}
