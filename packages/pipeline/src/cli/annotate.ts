import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FaceGpuError } from '@facegpu/kernels';
import font from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf';
import type { OverlayOptions } from 'sharp';
import type { ChipImage, Face } from '../api/face.ts';
import type { Detection } from '../api/options.ts';
import { brightColours } from '../draw/style.ts';
import { facesToSvg } from '../draw/svg.ts';
import { scaleFaces } from '../faces/scale.ts';
import type { Pixels } from '../photo/photo.ts';
import { loadSharp } from '../platform/sharp.ts';
import { attributeCells } from './face-entry.ts';
import { replaceFile, writing } from './files.ts';

/** The font travels along: a fresh machine may have none. */
const fontFile = fileURLToPath(new URL(font, import.meta.url));

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

/**
 * A photo with boxes, landmarks and labels drawn over it, as PNG. Labels aren't those of the SVG: they have
 * several lines, and a font that need not be installed.
 */
async function annotate(detection: Detection, names: readonly string[] = []): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const { data, width, height } = detection.pixels as Pixels;
  const faces = scaleFaces(detection.faces, detection, { width, height });
  const svg = facesToSvg(faces, { width, height, colours: brightColours });
  const labels = await Promise.all(
    faces.map((face, i) => {
      const lines = labelOf(face, i + 1, names[i]);
      return drawLabel(face, lines, brightColours[i % brightColours.length], { width, height });
    }),
  );
  return sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .composite([{ input: Buffer.from(svg) }, ...labels.filter((label) => label !== undefined)])
    .png()
    .toBuffer();
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
function labelOf(face: Face, number: number, name: string | undefined): string {
  const [years, ...words] = attributeCells(face);
  const guesses = [years && `${years} y`, ...words].filter((guess) => guess !== '');
  return [
    ...(name === undefined ? [] : [name]),
    `#${number} · ${(face.score * 100).toFixed(0)} %`,
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
