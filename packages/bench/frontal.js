// What seeing faces from the front (`alignment: 'frontal'`, DeepFace's alignment) brings to their recognition.
//
// node packages/bench/frontal.js --cfp DIR --lfw DIR --pairs FILE --cache FILE [--seconds N] [--out FILE.md]
// node packages/bench/frontal.js --train DIR [--frontals 3] [--profiles 2] --cache FILE [--seconds N] [--out FILE.md]
//
// CFP's folder has pairs-ff.csv (frontal, frontal) and pairs-fp.csv (frontal, profile); LFW's pairs are grouped by how far
// the face that is turned more looks away. --train is a folder of CFP's training set, whose people are put into ten folds
// that share nobody: pairs are made within them, of so many photos of each person. Descriptors are kept in the cache: with
// --seconds it stops after that long, and goes on when it is called again. A table is printed of what is there.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pairsInFolds } from '@facegpu/bench/pairs';
import { distanceOf, FacePipeline } from '@facegpu/pipeline';
import {
  LineCache,
  looksVersion,
  note,
  readCsvPairs,
  readLfwPairs,
} from '@facegpu/pipeline/command-line';
import { centralFace, poseOf } from '@facegpu/pipeline/faces';
import { listPhotos } from '@facegpu/train/dataset';
import { accuracyCells, changeCells, decisions, inFolds } from './judge-pairs.js';

/** @typedef {{ yaw: number, plain: number[], frontal: number[] }} Described */
/** @typedef {import('./judge-pairs.js').Pair} Pair */
/** @typedef {'plain' | 'frontal' | 'both'} Way */

const { values } = parseArgs({
  options: {
    cfp: { type: 'string' },
    lfw: { type: 'string' },
    pairs: { type: 'string' },
    train: { type: 'string' },
    frontals: { type: 'string', default: '3' },
    profiles: { type: 'string', default: '2' },
    detector: { type: 'string', default: 'tiny' },
    cache: { type: 'string' },
    seconds: { type: 'string', default: 'Infinity' },
    out: { type: 'string' },
  },
});
const { cfp, lfw, pairs: list, train, detector, cache: file, seconds, out } = values;
if (!file || !(train || (cfp && lfw && list))) {
  throw new Error('name --cache, and --train or --cfp, --lfw and --pairs');
}

const deadline = performance.now() + 1000 * Number(seconds);
const ways = /** @type {const} */ (['plain', 'frontal', 'both']);

/** @type {LineCache<Described | null>} */
const cache = await LineCache.open(file, {
  encode: (face) => ({ face }),
  decode: (fields) => /** @type {{ face: Described | null }} */ (fields).face,
});

/** @param {{ pairs: readonly Pair[], resolve: (name: string) => string }} list */
const resolved = ({ pairs, resolve }) =>
  pairs.map(({ a, b, same }) => ({ a: resolve(a), b: resolve(b), same }));
const sets = train ? await foldsOf(train) : await developmentSets();

/** @returns {Promise<Record<'fp' | 'ff' | 'lfw', readonly Pair[]>>} */
async function developmentSets() {
  return {
    fp: resolved(await readCsvPairs(path.join(String(cfp), 'pairs-fp.csv'))),
    ff: resolved(await readCsvPairs(path.join(String(cfp), 'pairs-ff.csv'))),
    lfw: resolved(await readLfwPairs(String(list), String(lfw))),
  };
}

/**
 * Pairs of a training set, in ten folds.
 *
 * @param {string} folder
 * @returns {Promise<Record<'fp' | 'ff' | 'lfw', readonly Pair[]>>}
 */
async function foldsOf(folder) {
  /** @type {Map<string, { frontals: string[], profiles: string[] }>} */
  const people = new Map();
  for (const { file: photo, person } of (await listPhotos(folder)).photos) {
    const own = people.get(person) ?? { frontals: [], profiles: [] };
    const kind = path.basename(photo).startsWith('profile') ? own.profiles : own.frontals;
    kind.push(path.join(folder, photo));
    people.set(person, own);
  }
  const { frontal: ff, profile: fp } = pairsInFolds([...people.values()], {
    folds: 10,
    frontals: Number(values.frontals),
    profiles: Number(values.profiles),
    seed: 'cfp',
  });
  return { fp, ff, lfw: [] };
}

const photos = [
  ...new Set(Object.values(sets).flatMap((pairs) => pairs.flatMap(({ a, b }) => [a, b]))),
];
/** @type {Map<string, Described | null>} */
const faces = new Map();
/** @type {{ plain: FacePipeline, frontal: FacePipeline } | undefined} */
let pipelines;
for (const photo of photos) {
  const bytes = readFileSync(photo);
  const key = LineCache.key(bytes, { detector, looksVersion });
  const known = cache.get(key);
  if (known !== undefined) {
    faces.set(photo, known);
    continue;
  }
  if (performance.now() > deadline) continue;
  pipelines ??= {
    plain: await FacePipeline.create({ detector }),
    frontal: await FacePipeline.create({ detector, alignment: 'frontal' }),
  };
  const face = await describe(bytes, pipelines);
  await cache.set(key, face);
  faces.set(photo, face);
}
await pipelines?.plain.dispose();
await pipelines?.frontal.dispose();
note(`${faces.size} of ${photos.length} photos are described`);

/**
 * The central face, aligned in either way.
 *
 * @param {Uint8Array} bytes
 * @param {{ plain: FacePipeline, frontal: FacePipeline }} pipelines
 * @returns {Promise<Described | null>}
 */
async function describe(bytes, { plain, frontal }) {
  // Every photo is upright; turned copies are of no use.
  const found = await plain.detectIn(bytes, { upright: true });
  const face = centralFace(found.faces, found);
  if (!face) return null;
  const again = await frontal.detectIn(bytes, { upright: true });
  const same = centralFace(again.faces, again);
  if (!same) throw new Error('the same photo has other faces');
  const round = (/** @type {Float32Array} */ values) =>
    Array.from(values, (value) => Number(value.toPrecision(6)));
  return {
    yaw: Number((poseOf(face.landmarks)?.yaw ?? 0).toFixed(1)),
    plain: round(face.descriptor.values),
    frontal: round(same.descriptor.values),
  };
}

/** @param {Described} face @param {Way} way */
function descriptorOf({ plain, frontal }, way) {
  if (way === 'both') return plain.map((value, i) => value + frontal[i]);
  return way === 'plain' ? plain : frontal;
}

/** Photos without a face are infinitely far from all. @param {readonly Pair[]} pairs @param {Way} way */
function distances(pairs, way) {
  return inFolds(pairs, ({ a, b }) => {
    const [first, second] = [faces.get(a), faces.get(b)];
    return first && second
      ? distanceOf('cosine', descriptorOf(first, way), descriptorOf(second, way))
      : Number.POSITIVE_INFINITY;
  });
}

/**
 * @param {string} name @param {readonly Pair[]} pairs
 * @param {(way: Way) => readonly boolean[]} decide
 */
function rowsOf(name, pairs, decide) {
  const base = decide('plain');
  return ways.map((way) => {
    const right = decide(way);
    const { accuracy, area, accepted } = accuracyCells(distances(pairs, way), right);
    const isPlain = way === 'plain';
    const what = isPlain ? [name, `${pairs.length}`] : ['', ''];
    const change = isPlain ? ['', ''] : changeCells(base, right);
    return `| ${[...what, way, accuracy, ...change, area, accepted].join(' | ')} |`;
  });
}

/** @param {readonly Pair[]} pairs */
const described = (pairs) => pairs.filter(({ a, b }) => faces.has(a) && faces.has(b));
const rows = [];
for (const [name, pairs] of /** @type {const} */ ([
  ['CFP frontal – profile', sets.fp],
  ['CFP frontal – frontal', sets.ff],
  ['LFW', sets.lfw],
])) {
  const own = described(pairs);
  if (own.length > 0) rows.push(...rowsOf(name, own, (way) => decisions(distances(own, way))));
}
// Groups are decided by the thresholds of the whole.
const all = described(sets.lfw);
const yaws = all.map(({ a, b }) =>
  Math.max(...[a, b].map((name) => Math.abs(faces.get(name)?.yaw ?? 0))),
);
const limits = [0, 15, 30, 45, Number.POSITIVE_INFINITY];
for (const [i, low] of limits.slice(0, -1).entries()) {
  const isIn = (/** @type {unknown} */ _, /** @type {number} */ k) =>
    yaws[k] >= low && yaws[k] < limits[i + 1];
  const own = all.filter(isIn);
  const name = `LFW, ${low}° ${Number.isFinite(limits[i + 1]) ? `– ${limits[i + 1]}°` : 'and more'}`;
  if (own.length > 0)
    rows.push(...rowsOf(name, own, (way) => decisions(distances(all, way)).filter(isIn)));
}

const profiles = [...new Set(sets.fp.map(({ b }) => b))].filter((photo) => faces.has(photo));
const found = profiles.filter((photo) => faces.get(photo)).length;
const table = [
  '| pairs | count | alignment | accuracy (95 %) | gained / lost | p | area | accepted at 1 % |',
  '| --- | ---: | --- | --- | ---: | ---: | ---: | ---: |',
  ...rows,
  '',
  `The detector \`${detector}\` finds a face in ${found} of ${profiles.length} profiles of CFP.`,
].join('\n');
console.log(table);
if (out) writeFileSync(out, `${table}\n`);
