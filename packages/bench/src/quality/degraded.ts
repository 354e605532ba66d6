import { Random } from '@facegpu/train';
import sharp from 'sharp';

/** A photo that is shrunk, blurred, darkened or compressed, by how much and which of these is drawn for its name. */
export async function degraded(photo: Uint8Array, name: string): Promise<Buffer> {
  const random = new Random('degraded', name);
  const own = sharp(photo).autoOrient();
  const { width = 0 } = await sharp(photo).metadata();
  const ways = [
    () => own.resize({ width: Math.max(1, Math.round(width / random.uniform(2, 5))) }),
    () => own.blur(Math.max(0.5, width / random.uniform(30, 100))),
    () => own.linear(random.uniform(0.1, 0.5), 0),
    async () => sharp(await own.jpeg({ quality: 5 + random.below(16) }).toBuffer()),
  ];
  return (await ways[random.below(ways.length)]()).png().toBuffer();
}
