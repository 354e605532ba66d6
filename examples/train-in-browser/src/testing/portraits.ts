import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { demoFolders } from '../../../../tools/setup/demo-folders.mjs';

/** Faces of the sample photos: left, top, width and height, in pixels. */
const faces = [
  ['sample1.jpg', [1478, 217, 197, 221]],
  ['sample1.jpg', [411, 344, 180, 248]],
  ['sample1.jpg', [824, 394, 206, 262]],
  ['sample2.jpg', [1446, 139, 198, 257]],
  ['sample2.jpg', [905, 235, 146, 218]],
] as const;

/**
 * Makes folders of small photos, a folder a person: pieces of the sample photos around a face, each a little
 * different.
 *
 * @param people by name: the number of the face that each has, from 0 to 4, and how many photos
 */
export async function makePortraits(
  folder: string,
  people: Readonly<Record<string, readonly [face: number, photos: number]>>,
): Promise<void> {
  for (const [name, [face, count]] of Object.entries(people)) {
    const [photo, [left, top, width, height]] = faces[face];
    await mkdir(path.join(folder, name), { recursive: true });
    const file = path.join(demoFolders()['/samples/'], photo);
    const size = await sharp(file).metadata();
    // As small in its photo as the detectors like it.
    const side = Math.min(Math.round(2.6 * height), size.height);
    const place = (middle: number, all: number) => {
      return Math.min(all - side, Math.max(0, Math.round(middle - side / 2)));
    };
    for (let i = 0; i < count; i++) {
      const piece = sharp(file)
        .extract({
          left: place(left + width / 2 + 3 * i, size.width),
          top: place(top + height / 2 - 2 * i, size.height),
          width: side,
          height: side,
        })
        .modulate({ brightness: 1 + 0.04 * (i - 2) })
        .flop(i % 2 === 1)
        .resize(192);
      await writeFile(path.join(folder, name, `${i + 1}.jpg`), await piece.jpeg().toBuffer());
    }
  }
}

/** A photo without a face. */
export async function makeLandscape(file: string): Promise<void> {
  const background = { r: 90, g: 140, b: 90 };
  const picture = sharp({ create: { width: 192, height: 128, channels: 3, background } });
  await writeFile(file, await picture.jpeg().toBuffer());
}
