import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import font from 'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf';
import sharp from 'sharp';
import type { ChipImage, Face } from '../face.ts';

/** The font travels along: a fresh machine may have none. */
const fontFile = fileURLToPath(new URL(font, import.meta.url));

/** A colour for each face in turn, bright enough for any photo. */
const colours = ['#3ddc84', '#ffb703', '#4cc9f0', '#ff5d8f', '#c77dff', '#f9f871'];

/** Writes photos with what was found drawn over them, and the chips, into a folder. */
export class PictureWriter {
  readonly #folder: string;
  readonly #names = new Map<string, number>();
  count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(folder: string): Promise<PictureWriter> {
    await mkdir(folder, { recursive: true });
    return new PictureWriter(folder);
  }

  /** Writes `photo.png` and `photo-face1.png`, `photo-face2.png` … */
  async write(file: string, faces: readonly Face[]): Promise<void> {
    const name = this.#uniqueName(path.parse(file).name);
    await annotate(file, faces, path.join(this.#folder, `${name}.png`));
    this.count++;
    for (const [i, { chip }] of faces.entries()) {
      if (!chip) continue;
      await writeChip(chip, path.join(this.#folder, `${name}-face${i + 1}.png`));
      this.count++;
    }
  }

  /** Photos of the same name from different folders don't overwrite each other. */
  #uniqueName(name: string): string {
    const used = (this.#names.get(name) ?? 0) + 1;
    this.#names.set(name, used);
    return used === 1 ? name : `${name}-${used}`;
  }
}

/** Draws boxes, landmarks and labels over a photo. */
async function annotate(file: string, faces: readonly Face[], target: string): Promise<void> {
  const upright = await sharp(file, { autoOrient: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  const { width = 1, height = 1 } = await sharp(upright).metadata();
  const unit = Math.max(1, Math.max(width, height) / 600);
  const shapes = faces.map((face, i) => drawFace(face, colours[i % colours.length], unit));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}</svg>`;
  const labels = await Promise.all(
    faces.map((face, i) =>
      drawLabel(face, i + 1, colours[i % colours.length], unit, { width, height }),
    ),
  );
  await sharp(upright)
    .composite([{ input: Buffer.from(svg) }, ...labels.filter((label) => label !== undefined)])
    .png()
    .toFile(target);
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

/** A label above the box; below its upper edge where there is no room above. */
async function drawLabel(
  face: Face,
  number: number,
  colour: string,
  unit: number,
  size: { width: number; height: number },
) {
  const markup = `<span background="${colour}" foreground="#101418"> ${labelOf(face, number)} </span>`;
  const { data, info } = await sharp({
    text: {
      text: markup,
      font: 'DejaVu Sans Mono',
      fontfile: fontFile,
      dpi: Math.round(72 * unit),
      rgba: true,
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  if (info.width > size.width || info.height > size.height) return undefined;
  const above = face.box.y - info.height - 2 * unit;
  const clamp = (value: number, most: number) => Math.round(Math.min(Math.max(value, 0), most));
  return {
    input: data,
    left: clamp(face.box.x, size.width - info.width),
    top: clamp(above < 0 ? face.box.y : above, size.height - info.height),
  };
}

function labelOf({ score, age, gender, expressions }: Face, number: number): string {
  const parts = [`#${number}`, `${(score * 100).toFixed(0)} %`];
  if (age !== undefined) parts.push(`${age.toFixed(0)} y`);
  if (gender !== undefined) parts.push(gender);
  const [first] = Object.entries(expressions ?? {}).sort(([, a], [, b]) => b - a);
  if (first) parts.push(first[0]);
  return parts.join(' · ');
}

async function writeChip({ data, width, height }: ChipImage, target: string): Promise<void> {
  await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png()
    .toFile(target);
}
