import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FaceGpuError } from '@facegpu/kernels';
import { Lazy } from '../async/lazy.ts';
import type { OtherFormat } from '../photo/other-format.ts';
import { badImage } from '../photo/photo.ts';
import { requirePixels } from './require-pixels.ts';
import { loadSharp } from './sharp.ts';

type Magick = typeof import('@imagemagick/magick-wasm');

const packageName = '@imagemagick/magick-wasm';
const magick = new Lazy<Magick>();

/** A picture that was decoded and put upright: RGBA, row after row, in sRGB. */
export interface RawPicture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes what sharp can't, with ImageMagick in WebAssembly, where that is installed.
 *
 * @param name of the photo, for errors
 * @param maxPixels of the picture
 * @throws FaceGpuError `missing-package`, `bad-image`
 */
export async function decodeOther(
  file: Uint8Array,
  { name: format, coder }: OtherFormat,
  name: string,
  maxPixels: number,
): Promise<RawPicture> {
  const { ColorProfile, ImageMagick, MagickImageInfo, MagickReadSettings } = await magick.get(() =>
    load(format, name),
  );
  const profile = await srgbProfile();
  // The format is told: nothing of the file chooses what reads it.
  const settings = new MagickReadSettings({ format: coder });
  let size: { readonly width: number; readonly height: number };
  try {
    size = MagickImageInfo.create(file, settings);
  } catch (cause) {
    throw damaged(name, format, cause);
  }
  requirePixels(size, name, maxPixels);
  try {
    return ImageMagick.read(file, settings, (image) => {
      image.autoOrient();
      if (image.getColorProfile()) image.transformColorSpace(new ColorProfile(profile));
      const { width, height } = image;
      const data = image.getPixels((pixels) => pixels.toByteArray(0, 0, width, height, 'RGBA'));
      if (!data) throw new Error('it has no pixels');
      return { data, width, height };
    });
  } catch (cause) {
    throw damaged(name, format, cause);
  }
}

async function load(format: string, name: string): Promise<Magick> {
  try {
    const library = await import('@imagemagick/magick-wasm');
    const wasm = fileURLToPath(import.meta.resolve(`${packageName}/magick.wasm`));
    await library.initializeImageMagick(await readFile(wasm));
    return library;
  } catch (cause) {
    throw new FaceGpuError(
      'missing-package',
      `${name} is ${format}, for which the package "${packageName}" is wanted, and it can't be loaded: ${reasonOf(cause)}`,
      `Install it beside FaceGPU (npm install ${packageName}), or save the picture as JPEG or PNG.`,
      { cause },
    );
  }
}

const profiles = new Lazy<Uint8Array>();

/** The colour profile that pixels are brought to. */
function srgbProfile(): Promise<Uint8Array> {
  return profiles.get(async () => {
    const sharp = await loadSharp();
    const pixel = { create: { width: 1, height: 1, channels: 3, background: 'black' } } as const;
    const file = await sharp(pixel).withIccProfile('srgb').png().toBuffer();
    const { icc = new Uint8Array() } = await sharp(file).metadata();
    return icc;
  });
}

function damaged(name: string, format: string, cause: unknown): FaceGpuError {
  return badImage(
    `${name} can't be decoded: ${reasonOf(cause)}`,
    `It begins as ${format} does: save it anew with a program that opens it, as JPEG or PNG.`,
    cause,
  );
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
