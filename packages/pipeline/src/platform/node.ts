import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FaceGpuError } from '@facegpu/kernels';
import { allOperators } from '@facegpu/nn';
import { alignments } from '../align/alignments.ts';
import { isKind, kindOf } from '../api/kinds.ts';
import { fixText, isTooLong, shorten } from '../api/shorten.ts';
import { throwIfAborted } from '../async/abort.ts';
import { allDecoders } from '../detect/decoders/all.ts';
import { allLandmarkDecoders } from '../landmark/decoders/all.ts';
import { otherFormatOf } from '../photo/other-format.ts';
import {
  badImage,
  type DecodeLimits,
  fileBytes,
  isPixels,
  type Photo,
  photoFromPixels,
  reducedSize,
  usualMaxPixels,
} from '../photo/photo.ts';
import { compatPrograms } from '../program/compat-programs.ts';
import { defaultModels } from './default-models.ts';
import { decodeOther } from './magick.ts';
import type { Platform } from './platform.ts';
import { gammaOf, type Rgba, withGamma } from './png-gamma.ts';
import { requirePixels } from './require-pixels.ts';
import { loadSharp } from './sharp.ts';

/** What Node can make a photo of, besides pixels. */
export type NodePhotoInput = string | URL | Uint8Array | ArrayBuffer | Blob;

export const platform: Platform = {
  operators: allOperators,
  decoders: allDecoders,
  landmarkDecoders: allLandmarkDecoders,
  compatPrograms,
  alignments,

  // What the caller holds is copied before the first await: it may be used again at once.
  async decodePhoto(input, limits, signal, turn) {
    if (isPixels(input)) return photoFromPixels(input, limits);
    const held = hold(input as NodePhotoInput);
    await turn;
    throwIfAborted(signal);
    return decodeFile(held, limits, signal);
  },

  // Node decodes on four threads, unless told.
  decodesAhead: Math.min(4, Math.max(2, availableParallelism())),

  async readModel(file, { base }, { signal, onProgress }) {
    const bytes =
      typeof file === 'string'
        ? await readBytes(await addressOf(file, base), 'no-models', signal)
        : await readBytes(file, 'file-unreadable', signal);
    throwIfAborted(signal);
    onProgress(bytes.byteLength, bytes.byteLength);
    return bytes;
  },

  toAddress: (text) => (isUrl(text) ? new URL(text) : pathToFileURL(text)),
};

async function decodeFile(
  input: NodePhotoInput,
  limits: DecodeLimits,
  signal: AbortSignal | undefined,
): Promise<Photo> {
  const name = nameOf(input);
  const bytes = await bytesOf(input, signal);
  if (bytes.byteLength === 0) throw badImage(`${name} is empty`, 'Give a picture.');
  const { maxPixels = usualMaxPixels, lenient = false } = limits;
  const sharp = await loadSharp();
  const other = otherFormatOf(bytes);
  const decoded = other && (await decodeOther(bytes, other, name, maxPixels));
  try {
    // A truncated or damaged file is an error unless told: half a picture would give half the faces in silence.
    const options = { failOn: lenient ? 'none' : 'error', limitInputPixels: false } as const;
    const open = (pixels: Rgba | undefined) =>
      pixels
        ? sharp(pixels.data, {
            ...options,
            raw: { width: pixels.width, height: pixels.height, channels: 4 },
          })
        : sharp(bytes, { ...options, autoOrient: true });
    const stored = open(decoded);
    const { autoOrient: upright } = await stored.metadata();
    requirePixels(upright, name, maxPixels);
    const gamma = gammaOf(bytes);
    const image = gamma === undefined ? stored : open(await withGamma(stored, gamma));
    const { data, info } = await image
      .resize({ ...reducedSize(upright, limits), fit: 'fill' })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      width: info.width,
      height: info.height,
      originalWidth: upright.width,
      originalHeight: upright.height,
    };
  } catch (cause) {
    if (cause instanceof FaceGpuError) throw cause;
    const said = reasonOf(cause);
    if (/out of memory|allocation failed|cannot allocate|bad_alloc/i.test(said)) {
      throw new FaceGpuError(
        'out-of-memory',
        `${name} can't be decoded: memory ran out`,
        'Work on fewer photos at once, close other programs, or make the picture smaller.',
        { cause },
      );
    }
    // Two decoders at once may lose what libvips had to say.
    const reason = said === 'Unknown error' ? 'it is damaged or cut off' : said;
    throw badImage(
      `${name} can't be decoded: ${reason}`,
      lenient
        ? 'Give a JPEG, PNG, WebP, AVIF, TIFF or GIF file that other programs can open.'
        : 'Give a JPEG, PNG, WebP, AVIF, TIFF or GIF file that other programs can open; of a damaged one, lenient (--lenient on the command line) takes what there is.',
      cause,
    );
  }
}

/** The photo, with bytes of its own where the caller may change them. */
export function hold(input: NodePhotoInput): NodePhotoInput {
  const bytes = fileBytes(input);
  return bytes ? Uint8Array.from(bytes) : input;
}

async function bytesOf(input: NodePhotoInput, signal?: AbortSignal): Promise<Uint8Array> {
  const bytes = fileBytes(input);
  if (bytes) return bytes;
  if (typeof input === 'string') return readPhoto(input, signal);
  if (isKind(input, 'URL')) return readBytes(input, 'file-unreadable', signal);
  if (isKind(input, 'Blob', 'File')) return new Uint8Array(await input.arrayBuffer());
  throw badImage(
    `a photo can't be made of ${kindOf(input)}`,
    'Give a path, a URL, the bytes of a file, or pixels: { data, width, height }.',
  );
}

async function readBytes(
  url: URL,
  code: 'file-unreadable' | 'no-models',
  signal?: AbortSignal,
  name = url.href,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if (url.protocol === 'file:') {
      if (name === url.href) name = fileURLToPath(url);
      return new Uint8Array(await readFile(url, { signal }));
    }
    const response = await fetch(url, { signal: signal ?? null });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throwIfAborted(signal);
    const fix =
      code === 'no-models'
        ? 'Install @facegpu/models (in a checkout: npm run build), or say where the files are with the option models.'
        : 'Check that it exists and may be read.';
    throw unreadable(code, name, reasonOf(cause).replace(/^(\w+): .*/, '$1'), fix, cause);
  }
}

/** The file that a text leads to: a path, unless it begins as an address does. */
async function readPhoto(text: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const code = 'file-unreadable';
  // Colons are fine in the names of files: `10:30.jpg`.
  if (!/^(https?|file|data|blob):/i.test(text)) {
    return readBytes(pathToFileURL(text), code, signal, text);
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw unreadable(code, text, 'it is no address', 'Check it, or give a path.', cause);
  }
  return readBytes(url, code, signal);
}

/** What went wrong, which Node's own errors say in whatever realm this runs. */
function reasonOf(cause: unknown): string {
  const { message } = (cause ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : String(cause);
}

function unreadable(
  code: 'file-unreadable' | 'no-models',
  name: string,
  reason: string,
  fix: string,
  cause: unknown,
): FaceGpuError {
  // What Node says repeats the name too.
  const [said, because] = isTooLong(name) ? [shorten(reason), undefined] : [reason, cause];
  return new FaceGpuError(code, `${shorten(name)} can't be read: ${said}`, fixText(name, fix), {
    cause: because,
  });
}

/** The file of a model in a folder, or in the default one. */
async function addressOf(name: string, base: string | URL | undefined): Promise<URL> {
  const folder = base === undefined ? await defaultModels() : toUrl(base);
  return new URL(`${name}.safetensors`, folder);
}

/** A folder, as a URL that files are resolved against. */
function toUrl(base: string | URL): URL {
  const href = isKind(base, 'URL') ? base.href : isUrl(base) ? base : pathToFileURL(base).href;
  return new URL(href.endsWith('/') ? href : `${href}/`);
}

/** Whether a text is a URL rather than a path; `C:\photos` is a path. */
function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(text) && !path.isAbsolute(text);
}

function nameOf(input: NodePhotoInput): string {
  if (typeof input === 'string') return shorten(input);
  return isKind(input, 'URL') ? shorten(input.href) : 'the photo';
}
