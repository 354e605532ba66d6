import sharp from 'sharp';
import { changed, conditions } from './conditions.ts';

const side = 160;
const columns = 5;
const caption = 22;

/** One photo under every condition, as a JPEG. */
export async function contactSheet(file: string): Promise<Uint8Array> {
  const tiles = await Promise.all(
    conditions.map(async (condition, index) => {
      const { data, width, height } = await changed(file, condition, 0);
      const photo = await sharp(data, { raw: { width, height, channels: 3 } })
        .resize(side, side, { fit: 'contain', background: 'white' })
        .png()
        .toBuffer();
      const [left, top] = [index % columns, Math.floor(index / columns)];
      const words = `<svg width="${side}" height="${caption}"><text x="4" y="16" font-family="sans-serif" font-size="13">${condition.name}</text></svg>`;
      const x = left * (side + 8) + 8;
      const y = top * (side + caption + 8) + 8;
      return [
        { input: photo, left: x, top: y },
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
