import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { unpacked } from './packages.ts';

const stamps = 'usr/share/tuxpaint/stamps/animals';
/** Animals with a face: no fish, no insects. */
const kinds = /^(mammals|marsupials|birds|amphibians)\//;
/** What of the stamps is drawn or is a toy. */
const drawn = /cartoon|toys|hedgehog|echidna/;

const samples = 'usr/lib/python3/dist-packages/skimage/data';
/** What shows people or a cat, or can't be read. */
const people = /astronaut|camera|chelsea|lfw|truncated|no_time/;

/** Animals whose faces fill much of the picture, as they are in a package. */
const portraits = [
  ['python3-skimage', `${samples}/chelsea.png`],
  ['cat-picture@5.1.2', 'cat.jpg'],
  ['baboon-image-uri@1.0.1', 'baboon.js'],
] as const;

/** Photographs of animals, from packages that are fetched into `folder` where they aren't there yet. */
export async function photographsOfAnimals(folder: string): Promise<Buffer[]> {
  const photos: Buffer[] = [];
  for (const [name, file] of portraits) {
    const own = await unpacked(name, folder);
    if (own) photos.push(imageOf(await readFile(path.join(own, file))));
  }
  const own = await unpacked('tuxpaint-stamps-default', folder);
  if (!own) return photos;
  const all = path.join(own, stamps);
  const files = (await readdir(all, { recursive: true }))
    .filter((file) => file.endsWith('.png') && kinds.test(file) && !drawn.test(file))
    .sort();
  for (const file of files) {
    photos.push(await onMeadow(path.join(all, file)));
  }
  return photos;
}

/** Pictures of things, from bricks to the moon, of a package that is fetched into `folder` where it isn't there yet. */
export async function picturesOfThings(folder: string): Promise<Buffer[]> {
  const own = await unpacked('python3-skimage', folder);
  if (!own) return [];
  const files = (await readdir(path.join(own, samples)))
    .filter((file) => /\.(png|jpg)$/.test(file) && !people.test(file))
    .sort();
  return Promise.all(files.map((file) => readFile(path.join(own, samples, file))));
}

/** The picture of a file, or the one that a module exports as a data URL. */
function imageOf(file: Buffer): Buffer {
  const [, data] =
    /^module\.exports = "data:image\/png;base64,([^"]+)"/.exec(file.toString('latin1')) ?? [];
  return data === undefined ? file : Buffer.from(data, 'base64');
}

/** A cut-out before a plain ground, with room around it. */
function onMeadow(file: string): Promise<Buffer> {
  const background = { r: 150, g: 165, b: 120 };
  return sharp(file)
    .flatten({ background })
    .extend({ top: 24, bottom: 24, left: 24, right: 24, background })
    .png()
    .toBuffer();
}
