// What it brings to average a face's descriptor with those of its mirror image and of copies that are a little moved,
// and to judge by two networks together.
//
// node packages/bench/embeddings.js DIR [--cache FILE] [--out FILE.md]
//
// DIR has a folder for each person; all pairs of its photos are compared. Descriptors are kept in the cache: a run that
// was stopped goes on.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FacePipeline } from '@facegpu/pipeline';
import { LineCache, note } from '@facegpu/pipeline/command-line';
import { compareAll, measurePeople, sequence } from '@facegpu/pipeline/evaluate';
import { centralFace } from '@facegpu/pipeline/faces';
import sharp from 'sharp';
import { writeReport } from './write-report.js';

/**
 * Descriptors of a face. `moved` are those of the chip's moved copies.
 *
 * @typedef {{ arcface: number[], mirrored: number[], moved: number[][], dlib: number[], dlibBoth: number[] }} Described
 */

const copies = 4;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string' }, out: { type: 'string' } },
});
const [folder] = positionals;
if (!folder) throw new Error('name a folder that has a folder for each person');

const people = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const photos = people.flatMap((person) => {
  const own = readdirSync(path.join(folder, person)).sort();
  return own.map((name) => ({ person, file: path.join(folder, person, name) }));
});
/** @type {LineCache<Described | null>} */
const cache = await LineCache.open(values.cache, {
  encode: (face) => ({ face }),
  decode: (fields) => /** @type {{ face: Described | null }} */ (fields).face,
});
const both = await FacePipeline.create({ detector: 'tiny', recognizers: ['arcface', 'dlib'] });
const mirroring = await FacePipeline.create({ detector: 'tiny', recognizer: 'dlib', mirror: true });
const [arcface, dlib] = both.info.recognizers;
const limits = { arcface: arcface.threshold, dlib: dlib.threshold ** 2 };
/** @type {(Described | null)[]} */
const faces = [];
for (const [i, { file }] of photos.entries()) {
  if (i % 100 === 0) note(`${i} of ${photos.length} photos`);
  const bytes = readFileSync(file);
  const key = LineCache.key(bytes, [arcface.model, dlib.model, copies]);
  const known = cache.get(key);
  const face = known === undefined ? await describe(bytes) : known;
  if (known === undefined) await cache.set(key, face);
  faces.push(face);
}
await mirroring.dispose();
await both.dispose();

/** @param {Uint8Array} bytes @returns {Promise<Described | null>} */
async function describe(bytes) {
  const found = await both.detectIn(bytes, { upright: true, chips: true });
  const face = centralFace(found.faces, found);
  if (!face?.chip) return null;
  const again = await mirroring.detectIn(bytes, { upright: true });
  const same = centralFace(again.faces, again);
  if (!same) throw new Error('the same photo has other faces');
  const { data, width, height } = face.chip;
  const chip = sharp(data, { raw: { width, height, channels: 4 } });
  const next = sequence();
  const moved = [];
  for (let i = 0; i < copies; i++) moved.push(await ownOf(await move(chip.clone(), width, next)));
  return {
    arcface: rounded(face.descriptors[arcface.name].values),
    mirrored: await ownOf(chip.clone().flop()),
    moved,
    dlib: rounded(face.descriptors[dlib.name].values),
    dlibBoth: rounded(same.descriptor.values),
  };
}

/** The default net's descriptor of a chip. @param {import('sharp').Sharp} chip */
async function ownOf(chip) {
  const { data, info } = await chip.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { values } = await both.descriptorOf({ data, width: info.width, height: info.height });
  return rounded(values);
}

/**
 * Turned by up to 4 degrees, larger by up to 6 %, shifted by up to 2 %.
 *
 * @param {import('sharp').Sharp} chip
 * @param {number} side
 * @param {() => number} next
 */
async function move(chip, side, next) {
  const turn = ((2 * next() - 1) * 4 * Math.PI) / 180;
  const scale = 1 + 0.06 * next();
  const [x, y] = [next(), next()].map((value) => (2 * value - 1) * 0.02 * side);
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)];
  const turned = await chip
    .removeAlpha()
    .affine([cos, -sin, sin, cos], { background: { r: 0, g: 0, b: 0 } })
    .png()
    .toBuffer();
  const { width = side, height = side } = await sharp(turned).metadata();
  const left = Math.round((width - side) / 2 + x);
  const top = Math.round((height - side) / 2 + y);
  const within = (/** @type {number} */ from, /** @type {number} */ size) =>
    Math.max(0, Math.min(size - side, from));
  return sharp(turned).extract({
    left: within(left, width),
    top: within(top, height),
    width: side,
    height: side,
  });
}

/** @param {ArrayLike<number>} values */
function rounded(values) {
  return Array.from(values, (value) => Number(value.toPrecision(6)));
}

/** @param {readonly number[]} values */
function unit(values) {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** The mean of descriptors, each of length 1. @param {readonly (readonly number[])[]} all */
function mean(all) {
  const units = all.map(unit);
  return units[0].map((_, i) => units.reduce((sum, own) => sum + own[i], 0) / units.length);
}

/**
 * The sum of both networks' distances, each in terms of its own threshold, as one squared distance.
 *
 * @param {readonly number[]} own @param {readonly number[]} other
 */
function fused(own, other) {
  const [a, b] = [Math.sqrt(1 / (2 * limits.arcface)), Math.sqrt(1 / limits.dlib)];
  return [...unit(own).map((value) => a * value), ...other.map((value) => b * value)];
}

/**
 * @type {readonly (readonly [name: string, runs: string, metric: 'cosine' | 'euclidean', of: (face: Described) => number[]])[]}
 */
const ways = [
  ['arcface', '1', 'cosine', (face) => face.arcface],
  ['with its mirror image', '2', 'cosine', (face) => mean([face.arcface, face.mirrored])],
  [
    `with ${copies} moved copies`,
    `${1 + copies}`,
    'cosine',
    (face) => mean([face.arcface, ...face.moved]),
  ],
  [
    'with all of these',
    `${2 + copies}`,
    'cosine',
    (face) => mean([face.arcface, face.mirrored, ...face.moved]),
  ],
  ['dlib', '1', 'euclidean', (face) => face.dlib],
  ['with its mirror image', '2', 'euclidean', (face) => face.dlibBoth],
  ['arcface and dlib', '1 + 1', 'euclidean', (face) => fused(face.arcface, face.dlib)],
  [
    'with their mirror images',
    '2 + 2',
    'euclidean',
    (face) => fused(mean([face.arcface, face.mirrored]), face.dlibBoth),
  ],
];
const rows = ways.map(([name, runs, metric, of]) => {
  const templates = faces.map((face, i) => ({
    person: people.indexOf(photos[i].person),
    descriptor: face && of(face),
  }));
  const { atRates, eer, identification } = measurePeople(compareAll(templates, metric), []);
  const cells = [1e-3, 1e-4, 1e-5].map((rate) => {
    const at = atRates.find(({ far }) => far === rate);
    if (!at) return '–';
    const { value, low, high } = at.tar;
    return `${value.toFixed(3)} (${low.toFixed(3)} – ${high.toFixed(3)})`;
  });
  return [
    name,
    runs,
    ...cells,
    `${(100 * eer.rate).toFixed(1)} %`,
    identification.rank1.toFixed(3),
  ];
});
const missed = faces.filter((face) => !face).length;

writeReport(
  values.out,
  `# Descriptors that are averaged, and two networks together

All pairs of the ${photos.length} photos of the ${people.length} people in \`${path.basename(path.resolve(folder))}\`; ${missed} photos without a face are infinitely far from
every other. Tiny detector, photos as they are. How many pairs of one person are accepted where that share of strangers
is, with 95 % intervals (people are drawn with all their pairs); \`mirror: true\` is what averages with the mirror image in the
library. Copies of the chip are turned by up to 4°, enlarged by up to 6 % and shifted by up to 2 %. Both networks together:
the sum of their distances, each divided by its default threshold.

\`node packages/bench/embeddings.js ../shared/data/lfw-dev --out packages/bench/results/embeddings.md\`

| descriptor | runs of a network | 1e-3 | 1e-4 | 1e-5 | equal error rate | rank 1 |
| --- | --: | --: | --: | --: | --: | --: |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`,
);
