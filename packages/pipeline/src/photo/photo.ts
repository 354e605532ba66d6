import { FaceGpuError } from '@facegpu/kernels';
import { isKind, kindOf } from '../api/kinds.ts';

/** Pixels in memory: RGB or RGBA, row after row; floats count from 0 to 255 too. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A decoded photo, upright, as the GPU takes it. */
export interface Photo {
  /** RGBA, row after row. */
  readonly data: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** Of the upright photo before it was reduced: results are in its pixels. */
  readonly originalWidth: number;
  readonly originalHeight: number;
}

/** What a decoder should keep to. */
export interface DecodeLimits {
  /** The longer side of what is handed on, in pixels. */
  readonly maxSide: number;
  /** Bytes that the GPU can bind at once. */
  readonly maxBytes: number;
  /** In Node: pixels of a file at most; {@link usualMaxPixels} unless told. */
  readonly maxPixels?: number | undefined;
  /** In Node: what of a damaged file can be decoded is taken. */
  readonly lenient?: boolean | undefined;
}

/** The longer side that photos are reduced to, unless a pipeline is told another. */
export const usualMaxSide = 4096;

/** 268 million pixels, as sharp has it: of four bytes each, that is a gigabyte. */
export const usualMaxPixels = 0x3fff ** 2;

export function isPixels(input: unknown): input is Pixels {
  return typeof input === 'object' && input !== null && 'data' in input && 'width' in input;
}

/**
 * Checks pixels and gives them an alpha channel.
 *
 * @throws FaceGpuError `bad-image`
 */
export function photoFromPixels({ data, width, height }: Pixels, limits: DecodeLimits): Photo {
  requireNumbers(data);
  const count = width * height;
  if (![width, height].every((side) => Number.isInteger(side) && side >= 1)) {
    throw badImage(`the size is ${width}×${height}`, 'Give whole numbers from 1.');
  }
  const channels = data.length / count;
  if (channels !== 3 && channels !== 4) {
    throw badImage(
      `${data.length} values don't make ${width}×${height} pixels`,
      `Give RGB (${count * 3} values) or RGBA (${count * 4}).`,
    );
  }
  const floats = isKind(data, 'Float32Array');
  const bytes = count * (floats ? 16 : 4);
  if (bytes > limits.maxBytes) {
    throw badImage(
      `${width}×${height} pixels take ${bytes} bytes, and the adapter binds ${limits.maxBytes}`,
      'Make the picture smaller first.',
    );
  }
  const size = { width, height, originalWidth: width, originalHeight: height };
  if (floats) {
    requireRange(data, width, channels);
    return { ...size, data: channels === 4 ? new Float32Array(data) : withAlpha(data) };
  }
  return { ...size, data: channels === 4 ? new Uint8Array(data) : bytesWithAlpha(data) };
}

/**
 * Floats count from 0 to 255, as bytes do. Fractions that all lie between 0 and 1 are a picture that
 * somebody scaled to 1: faces aren't found in what looks black.
 *
 * @throws FaceGpuError `bad-image`
 */
function requireRange(data: Float32Array, width: number, channels: number): void {
  const place = (index: number) => {
    const pixel = Math.floor(index / channels);
    return `the pixel at (${pixel % width}, ${Math.floor(pixel / width)}) is ${data[index]}`;
  };
  const wrong = data.findIndex((value) => !(value >= 0 && value <= 255));
  if (wrong >= 0) {
    const scaled = Number.isFinite(data[wrong]) && data[wrong] > 255;
    throw badImage(
      place(wrong),
      `Give finite numbers from 0 to 255${scaled ? '; divide those of 16 bits by 257' : ''}.`,
    );
  }
  // Alpha isn't looked at.
  const isColour = (index: number) => channels === 3 || index % 4 !== 3;
  if (data.some((value, i) => value > 1 && isColour(i))) return;
  const fraction = data.findIndex((value, i) => !Number.isInteger(value) && isColour(i));
  if (fraction >= 0) {
    throw badImage(
      `${place(fraction)}, and none is above 1`,
      'Floats count from 0 to 255, as bytes do: multiply those of a picture from 0 to 1 by 255.',
    );
  }
}

/** @throws FaceGpuError `bad-image` where they are of a type that pixels don't come in */
export function requireNumbers(data: Pixels['data']): void {
  if (isKind(data, 'Uint8Array', 'Uint8ClampedArray', 'Float32Array')) return;
  throw badImage(
    `the pixels are of type ${kindOf(data)}`,
    'Give a Uint8Array, a Uint8ClampedArray or a Float32Array.',
  );
}

function withAlpha(data: Float32Array): Float32Array<ArrayBuffer> {
  const target = new Float32Array((data.length / 3) * 4).fill(255);
  for (let i = 0, j = 0; i < data.length; i += 3, j += 4) {
    target[j] = data[i];
    target[j + 1] = data[i + 1];
    target[j + 2] = data[i + 2];
  }
  return target;
}

/** A word at a time: three hold four pixels. A photo has millions of them. */
function bytesWithAlpha({ buffer, byteOffset, length }: Uint8Array | Uint8ClampedArray) {
  const words = Math.floor(length / 12) * 3;
  // Words begin at multiples of their size.
  const from = byteOffset % 4 === 0 ? buffer : buffer.slice(byteOffset, byteOffset + length);
  const start = from === buffer ? byteOffset : 0;
  const source = new Uint32Array(from, start, words);
  const target = new Uint8Array((length / 3) * 4).fill(255);
  const pixels = new Uint32Array(target.buffer);
  const opaque = 0xff000000;
  for (let i = 0, j = 0; i < words; i += 3, j += 4) {
    const a = source[i];
    const b = source[i + 1];
    const c = source[i + 2];
    pixels[j] = a | opaque;
    pixels[j + 1] = (a >>> 24) | (b << 8) | opaque;
    pixels[j + 2] = (b >>> 16) | (c << 16) | opaque;
    pixels[j + 3] = (c >>> 8) | opaque;
  }
  const rest = new Uint8Array(from, start + words * 4, length - words * 4);
  rest.forEach((value, i) => {
    target[(words / 3) * 16 + Math.floor(i / 3) * 4 + (i % 3)] = value;
  });
  return target;
}

/** The size of a photo, reduced in its proportions so that it keeps to the limits. */
export function reducedSize(
  { width, height }: { width: number; height: number },
  { maxSide, maxBytes }: DecodeLimits,
): { width: number; height: number } {
  const shrink = Math.max(
    1,
    Math.max(width, height) / maxSide,
    Math.sqrt((width * height * 4) / maxBytes),
  );
  // A hair more, so that what fits exactly isn't rounded down.
  const reduced = (side: number) => Math.max(1, Math.floor(side / shrink + 1e-9));
  return { width: reduced(width), height: reduced(height) };
}

/**
 * The bytes of a file, or nothing where it isn't given by its bytes.
 *
 * @throws FaceGpuError `bad-image` where there are none
 */
export function fileBytes(input: unknown): Uint8Array | undefined {
  if (!isKind(input, 'ArrayBuffer', 'Uint8Array')) return undefined;
  if (input.byteLength === 0) {
    // Nothing tells a buffer that was transferred from an empty one everywhere.
    throw badImage(
      'the photo is empty',
      'Give a picture. What was transferred to a worker is empty here: give a copy there.',
    );
  }
  return isKind(input, 'ArrayBuffer') ? new Uint8Array(input) : input;
}

export function badImage(message: string, fix: string, cause?: unknown): FaceGpuError {
  return new FaceGpuError('bad-image', message, fix, { cause });
}
