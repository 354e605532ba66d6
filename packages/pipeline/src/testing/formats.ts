import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { type Colour, colourAt, draw, height, picture, width } from './squares.ts';

const white = [255, 255, 255];
const fade = (x: number, y: number): Colour => {
  const alpha = x / (width - 1);
  return colourAt(x, y).map((value, c) => Math.round(alpha * value + (1 - alpha) * white[c]));
};
const transparent = () =>
  sharp(
    draw(width, height, (x, y) => [...colourAt(x, y), Math.round((x / (width - 1)) * 255)]),
    { raw: { width, height, channels: 4 } },
  );
const grey = (x: number, y: number): Colour => {
  const [r, g, b] = colourAt(x, y);
  const value = Math.round((r + g + b) / 3);
  return [value, value, value];
};
const greys = () =>
  sharp(
    draw(width, height, (x, y) => grey(x, y).slice(0, 1)),
    { raw: { width, height, channels: 1 } },
  ).toColourspace('b-w');
export const jpeg = { quality: 100, chromaSubsampling: '4:4:4' };
const deep = () => picture().toColourspace('rgb16').png();
const deepTransparent = () => transparent().toColourspace('rgb16').png();

/** How values are shown that are proportional to light. */
const lit = (x: number, y: number): Colour => {
  return colourAt(x, y).map((value) => {
    const light = value / 255;
    const shown = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.round(255 * shown);
  });
};
/** What chunks of a PNG file say about its colours. */
const said = { gAMA: Buffer.from([0, 1, 0x86, 0xa0]), sRGB: Buffer.of(0) };
/** The squares with such chunks, behind the first one of the file. */
async function ofLight(...names: readonly (keyof typeof said)[]): Promise<Buffer> {
  const png = await picture().png().toBuffer();
  const chunks = names.map((name) => {
    const body = Buffer.concat([Buffer.from(name), said[name]]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(said[name].length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  });
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

/**
 * Files of the squares: what they show, where it isn't the squares themselves, and how far values may
 * lie from it after the way through the file.
 */
export const formats = [
  { name: 'JPEG', file: picture().jpeg(jpeg), tolerance: 6 },
  {
    name: 'progressive JPEG',
    file: picture().jpeg({ ...jpeg, progressive: true }),
    tolerance: 6,
  },
  { name: 'grey JPEG', file: greys().jpeg(jpeg), pixels: grey, tolerance: 4 },
  { name: 'PNG', file: picture().png(), tolerance: 0 },
  { name: 'PNG with 16 bits', file: deep(), tolerance: 0 },
  { name: 'PNG with alpha', file: transparent().png(), pixels: fade, tolerance: 1 },
  { name: '16 bits and alpha', file: deepTransparent(), pixels: fade, tolerance: 2 },
  { name: 'grey PNG', file: greys().png(), pixels: grey, tolerance: 0 },
  { name: 'PNG in Display P3', file: picture().withIccProfile('p3').png(), tolerance: 2 },
  {
    name: 'PNG of light itself',
    file: { toBuffer: () => ofLight('gAMA') },
    pixels: lit,
    tolerance: 1,
  },
  {
    name: 'PNG of light and sRGB',
    file: { toBuffer: () => ofLight('gAMA', 'sRGB') },
    tolerance: 0,
  },
  { name: 'PNG with a palette', file: picture().png({ palette: true }), tolerance: 2 },
  { name: 'WebP', file: picture().webp({ lossless: true }), tolerance: 0 },
  {
    name: 'WebP with alpha',
    file: transparent().webp({ lossless: true }),
    pixels: fade,
    tolerance: 1,
  },
  { name: 'TIFF', file: picture().tiff({ compression: 'lzw' }), tolerance: 0 },
  { name: 'GIF', file: picture().gif(), tolerance: 2 },
  { name: 'AVIF', file: picture().avif({ lossless: true }), tolerance: 4 },
];
