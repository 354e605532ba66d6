// Labels that are made wrong on purpose, for what is measured of cleaning.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** People with fewer photos are left out. */
export const leastPhotos = 5;
/** The share of photos whose label is made wrong. */
export const flippedShare = 0.1;

/** @typedef {{ person: string, file: string }} Photo a photo, by its whole path, and whom it is of */

/**
 * The photos of a folder for each person, of those who have enough.
 *
 * @param {string} folder
 * @param {number} [most] how many people
 * @returns {Photo[]}
 */
export function readPeople(folder, most) {
  const photosOf = (/** @type {string} */ person) =>
    readdirSync(path.join(folder, person)).map((name) => path.resolve(folder, person, name));
  return readdirSync(folder)
    .sort()
    .map((person) => ({ person, files: photosOf(person) }))
    .filter(({ files }) => files.length >= leastPhotos)
    .slice(0, most)
    .flatMap(({ person, files }) => files.map((file) => ({ person, file })));
}

/**
 * Some photos with another person's name, drawn by a seed.
 *
 * @param {readonly Photo[]} photos
 * @param {number} seed
 * @returns {Map<string, string>} the wrong name of each, by file
 */
export function flipLabels(photos, seed) {
  const people = [...new Set(photos.map(({ person }) => person))];
  const random = generator(seed);
  const below = (/** @type {number} */ count) => Math.floor(random() * count);
  const order = photos.map((photo) => ({ photo, key: random() })).sort((a, b) => a.key - b.key);
  const drawn = order.slice(0, Math.round(flippedShare * photos.length));
  const wrong = new Set(drawn.map(({ photo }) => photo.file));
  const flips = photos.flatMap(({ file, person }) => {
    if (!wrong.has(file)) return [];
    const others = people.filter((name) => name !== person);
    return [/** @type {const} */ ([file, others[below(others.length)]])];
  });
  return new Map(flips);
}

/**
 * Writes a list `file,person`, in which some have another name than their own.
 *
 * @param {string} list
 * @param {readonly Photo[]} photos
 * @param {ReadonlyMap<string, string>} flips
 */
export function writeList(list, photos, flips) {
  const lines = photos.map(({ file, person }) => {
    return `${path.relative(path.dirname(list), file)},${flips.get(file) ?? person}\n`;
  });
  writeFileSync(list, `file,person\n${lines.join('')}`);
}

/**
 * Random numbers from 0 to 1 (mulberry32).
 *
 * @param {number} seed
 */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
