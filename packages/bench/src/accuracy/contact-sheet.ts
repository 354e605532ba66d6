import sharp, { type Sharp } from 'sharp';
import { type Bitmap, changed, conditions } from './conditions.ts';

const side = 160;
const columns = 5;
const caption = 22;

/** A photo under every condition, as a JPEG. */
export async function contactSheet(photo: Bitmap): Promise<Uint8Array> {
  const tiles = await Promise.all(
    conditions.map(async (condition, index) => {
      const tile = await sharpOf(await changed(sharpOf(photo), condition, 0))
        .resize(side, side, { fit: 'contain', background: 'white' })
        .png()
        .toBuffer();
      const [left, top] = [index % columns, Math.floor(index / columns)];
      const words = `<svg width="${side}" height="${caption}"><text x="4" y="16" font-family="sans-serif" font-size="13">${condition.name}</text></svg>`;
      const x = left * (side + 8) + 8;
      const y = top * (side + caption + 8) + 8;
      return [
        { input: tile, left: x, top: y },
        { input: Buffer.from(words), left: x, top: y + side },
      ];
    }),
  );
  const width = columns * (side + 8) + 8;
  const height = Math.ceil(conditions.length / columns) * (side + caption + 8) + 8;
  return sharp({ create: { width, height, channels: 3, background: 'white' } })
    .composite(tiles.flat())
    .jpeg({ quality: 85 })
    .toBuffer();
}

function sharpOf({ data, width, height }: Bitmap): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}
