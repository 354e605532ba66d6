import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FaceGpuError } from '@facegpu/kernels';
import font from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf';
import type { OverlayOptions } from 'sharp';
import type { ChipImage, Face } from '../api/face.ts';
import type { Detection } from '../api/options.ts';
import type { Pixels } from '../photo/photo.ts';
import { loadSharp } from '../platform/sharp.ts';
import { replaceFile, writing } from './files.ts';

/** The font travels along: a fresh machine may have none. */
const fontFile = fileURLToPath(new URL(font, import.meta.url));

/** A colour for each face in turn, bright enough for any photo. */
const colours = ['#3ddc84', '#ffb703', '#4cc9f0', '#ff5d8f', '#c77dff', '#f9f871'];

/** Writes photos with what was found drawn over them, and the chips, into a folder. */
export class PictureWriter {
  readonly #folder: string;
  readonly #names: readonly string[];
  count = 0;

  private constructor(folder: string, photos: readonly string[]) {
    this.#folder = folder;
    this.#names = pictureNames(folder, photos);
  }

  static async create(folder: string, photos: readonly string[]): Promise<PictureWriter> {
    await writing(folder, () => mkdir(folder, { recursive: true }));
    return new PictureWriter(folder, photos);
  }

  /** The picture of one of the photos, as a path. */
  pathOf(index: number): string {
    return path.resolve(this.#folder, `${this.#names[index]}.png`);
  }

  /** Whether the picture of one of the photos is there. */
  async has(index: number): Promise<boolean> {
    return access(this.pathOf(index)).then(
      () => true,
      () => false,
    );
  }

  /**
   * Writes `photo-face1.png`, `photo-face2.png` … and then `photo.png` of one of the photos, each as a whole.
   *
   * @param detection with pixels and chips
   * @param names a line for each face
   * @throws FaceGpuError `file-unwritable`
   */
  async write(index: number, detection: Detection, names?: readonly string[]): Promise<void> {
    const name = this.#names[index];
    try {
      for (const [i, { chip }] of detection.faces.entries()) {
        if (chip) await this.#save(`${name}-face${i + 1}`, await encodeChip(chip));
      }
      await this.#save(name, await annotate(detection, names));
    } catch (cause) {
      if (cause instanceof FaceGpuError) throw cause;
      throw new FaceGpuError(
        'file-unwritable',
        `its picture can't be drawn: ${cause instanceof Error ? cause.message : cause}`,
        'Leave --out out for this photo.',
        { cause },
      );
    }
  }

  async #save(name: string, png: Uint8Array): Promise<void> {
    await replaceFile(path.join(this.#folder, `${name}.png`), png);
    this.count++;
  }
}

/**
 * A name for the pictures of each photo: the photo's own, with a number where pictures would
 * overwrite one another, or a photo itself.
 */
function pictureNames(folder: string, photos: readonly string[]): string[] {
  // `a-face1.png` may be a chip of `a` as well as the picture of `a-face1`.
  const stem = (name: string) => name.toLowerCase().replace(/-face\d+$/, '');
  const nearby = photos.filter((photo) => path.resolve(photo, '..') === path.resolve(folder));
  const used = new Set(
    nearby
      .map((photo) => path.parse(photo))
      .flatMap(({ name, ext }) => {
        return ext.toLowerCase() === '.png' ? [stem(name)] : [];
      }),
  );
  return photos.map((photo) => {
    const name = photo === '-' ? 'stdin' : path.parse(photo).name;
    let unique = name;
    for (let number = 2; used.has(stem(unique)); number++) unique = `${name}-${number}`;
    used.add(stem(unique));
    return unique;
  });
}

/** A photo with boxes, landmarks and labels drawn over it, as PNG. */
async function annotate(
  { pixels, width: originalWidth, faces: found }: Detection,
  names: readonly string[] = [],
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const { data, width, height } = pixels as Pixels;
  const faces = found.map((face) => scaled(face, width / originalWidth));
  const unit = Math.max(1, Math.max(width, height) / 600);
  const shapes = faces.map((face, i) => drawFace(face, colours[i % colours.length], unit));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}</svg>`;
  const labels = await Promise.all(
    faces.map((face, i) => {
      const lines = labelOf(face, i + 1, names[i]);
      return drawLabel(face, lines, colours[i % colours.length], { width, height });
    }),
  );
  return sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .composite([{ input: Buffer.from(svg) }, ...labels.filter((label) => label !== undefined)])
    .png()
    .toBuffer();
}

/** A face in pixels of the photo as it was reduced. */
function scaled(face: Face, by: number): Face {
  const { x, y, width, height } = face.box;
  return {
    ...face,
    box: { x: x * by, y: y * by, width: width * by, height: height * by },
    landmarks: face.landmarks.map(([x, y]) => [x * by, y * by] as const),
  };
}

function drawFace({ box, landmarks }: Face, colour: string, unit: number): string {
  const points = landmarks.map(([x, y]) => {
    return `<circle cx="${x}" cy="${y}" r="${unit}" fill="${colour}" stroke="#0008" stroke-width="${unit / 4}"/>`;
  });
  const { x, y, width, height } = box;
  const place = `x="${x}" y="${y}" width="${width}" height="${height}" rx="${3 * unit}" fill="none"`;
  return [
    `<rect ${place} stroke="#0008" stroke-width="${3.5 * unit}"/>`,
    `<rect ${place} stroke="${colour}" stroke-width="${2 * unit}"/>`,
    ...points,
  ].join('');
}

/** A label above the box, or below it where there is no room; none on a photo that is too small. */
async function drawLabel(
  face: Face,
  lines: string,
  colour: string,
  photo: { readonly width: number; readonly height: number },
): Promise<OverlayOptions | undefined> {
  const { box } = face;
  // As wide as the box or thereabouts, but legible, and modest on a portrait.
  const side = Math.max(photo.width, photo.height);
  const pixels = Math.max(9, side / 110, Math.min(box.width / 9, side / 55));
  const sharp = await loadSharp();
  const text = await sharp({
    text: {
      text: `<span foreground="#101418">${escapeMarkup(lines)}</span>`,
      font: `DejaVu Sans Condensed ${pixels.toFixed(1)}`,
      fontfile: fontFile,
      dpi: 72,
      rgba: true,
    },
  })
    .png()
    .toBuffer();
  const pad = Math.ceil(pixels / 4);
  const { data, info } = await sharp(text)
    .extend({ top: pad, bottom: pad, left: pad, right: pad, background: colour })
    .flatten({ background: colour })
    .png()
    .toBuffer({ resolveWithObject: true });
  if (info.width > photo.width || info.height > photo.height) return undefined;
  const [above, below] = [box.y - info.height - pad, box.y + box.height + pad];
  const clamp = (value: number, most: number) => Math.round(Math.min(Math.max(value, 0), most));
  return {
    input: data,
    left: clamp(box.x, photo.width - info.width),
    top: clamp(above < 0 ? below : above, photo.height - info.height),
  };
}

/** Who it is, how sure the detector is, and below that what was guessed. */
function labelOf(
  { score, age, gender, expressions }: Face,
  number: number,
  name: string | undefined,
): string {
  const guesses: string[] = [];
  if (age !== undefined) guesses.push(`${age.toFixed(0)} y`);
  if (gender !== undefined) guesses.push(gender);
  const [first] = Object.entries(expressions ?? {}).sort(([, a], [, b]) => b - a);
  if (first) guesses.push(first[0]);
  const certainty = `#${number} · ${(score * 100).toFixed(0)} %`;
  return [
    ...(name === undefined ? [] : [name]),
    certainty,
    ...(guesses.length > 0 ? [guesses.join(' · ')] : []),
  ].join('\n');
}

/** A text as it stands in Pango's markup: names may hold anything. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

async function encodeChip({ data, width, height }: ChipImage): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png()
    .toBuffer();
}
