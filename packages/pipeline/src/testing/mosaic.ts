import sharp from 'sharp';
import type { Box, Face } from '../api/face.ts';

/** A face of a photo. */
export interface Piece {
  readonly file: string;
  readonly face: Face;
}

/** A picture of many faces, and where each of them should be found. */
export interface Mosaic {
  readonly picture: Buffer;
  readonly places: readonly Box[];
}

/** Lays squares of photos, a face in each, side by side. */
export async function mosaicOf(
  pieces: readonly Piece[],
  { side, columns }: { side: number; columns: number },
): Promise<Mosaic> {
  const tiles = await Promise.all(
    pieces.map(async ({ file, face: { box } }, i) => {
      const photo = await sharp(file).metadata();
      const begin = (start: number, length: number, limit: number) =>
        Math.max(0, Math.min(limit - side, Math.round(start + (length - side) / 2)));
      const from = {
        left: begin(box.x, box.width, photo.width),
        top: begin(box.y, box.height, photo.height),
      };
      const input = await sharp(file)
        .extract({ ...from, width: side, height: side })
        .png()
        .toBuffer();
      const to = { left: (i % columns) * side, top: Math.floor(i / columns) * side };
      const place = { ...box, x: box.x + to.left - from.left, y: box.y + to.top - from.top };
      return { input, ...to, place };
    }),
  );
  const rows = Math.ceil(pieces.length / columns);
  const canvas = { width: columns * side, height: rows * side, background: '#888' };
  return {
    picture: await sharp({ create: { ...canvas, channels: 3 } })
      .composite(tiles)
      .png()
      .toBuffer(),
    places: tiles.map(({ place }) => place),
  };
}
