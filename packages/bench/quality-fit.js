// Fits the weights by which a face's measures become its quality, and says whether they are better than those that are there.
//
// node packages/bench/quality-fit.js --lfw DIR --cfp DIR [--cache FILE] [--seconds N] [--detector NAME]
//
// Folders of training sets, one for each person: LFW's, of whose people with four photos or more four are taken, and CFP's
// (frontal-01.jpg, profile-01.jpg), three frontal photos and a profile. Every third photo is shrunk, blurred, darkened or
// compressed. With --seconds it stops after that long, and goes on from the cache when it is called again.
//
// A pair of one person's photos matches where it is nearer than at a false-match rate of 1e-3. Whether new weights are
// better is told by people that they weren't fitted on, in five parts of them in turn.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { degraded, fitQuality, lossOf } from '@facegpu/bench/quality';
import { distanceOf } from '@facegpu/pipeline';
import { distanceAtRate, qualityTerms, qualityWeights } from '@facegpu/pipeline/evaluate';
import { Random } from '@facegpu/train';
import { byPerson, listPhotos } from '@facegpu/train/dataset';
import { errorCells } from './judge-quality.js';
import { measuredFaces } from './measured-faces.js';

/** @typedef {import('@facegpu/bench/quality').MatedPair & { person: string, distance: number }} Pair */
/** @typedef {keyof typeof qualityTerms} TermName */

const { values } = parseArgs({
  options: {
    lfw: { type: 'string' },
    cfp: { type: 'string' },
    cache: { type: 'string' },
    seconds: { type: 'string', default: 'Infinity' },
    detector: { type: 'string', default: 'tiny' },
  },
});
const { lfw, cfp, cache, seconds, detector } = values;
if (!lfw || !cfp) throw new Error('name --lfw and --cfp');

/** What a term is for: 1 where more of it is better. */
const signs = /** @type {const} */ ({
  size: 1,
  sharpness: 1,
  darkness: -1,
  glare: -1,
  turn: -1,
  shift: -1,
  norm: 1,
  mirror: -1,
});
/** What each kind of weights goes by. @type {Readonly<Record<keyof typeof qualityWeights, readonly TermName[]>>} */
const kinds = {
  plain: ['size', 'sharpness', 'darkness', 'glare', 'turn', 'shift'],
  normed: ['size', 'sharpness', 'darkness', 'glare', 'turn', 'shift', 'norm'],
  mirrored: ['size', 'sharpness', 'darkness', 'glare', 'turn', 'shift', 'norm', 'mirror'],
};
const parts = 5;

const photos = await choosePhotos();
const { faces, info } = await measuredFaces(photos, { detector, cache, seconds: Number(seconds) });
const threshold = distanceAtRate(info.thresholds, 1e-3);
const pairs = pairsOfPeople();
const people = [...new Set(pairs.map(({ person }) => person))];
const used = new Set(photos.filter(({ name }) => faces.get(name)).map(({ person }) => person));
const found = photos.filter(({ name }) => faces.get(name)).length;
console.log(
  `${found} faces of ${used.size} people; ${pairs.filter(({ matched }) => matched).length} of ${pairs.length} pairs match\n`,
);

console.log('| weights | of | log loss | not matched | worst 10 % discarded |');
console.log('| --- | --- | ---: | ---: | ---: |');
for (const [kind, shipped] of Object.entries(qualityWeights)) {
  const names = kinds[/** @type {keyof typeof kinds} */ (kind)];
  const own = Object.fromEntries(names.map((name) => [name, signs[name]]));
  /** @param {readonly Pair[]} some */
  const fitted = (some) => fitQuality(some, own);
  /** The scores of people whom the weights weren't fitted on. */
  const byPart = Array.from({ length: parts }, (_, part) =>
    fitted(pairs.filter(({ person }) => people.indexOf(person) % parts !== part)),
  );
  /** @param {Pair} pair */
  const heldOut = (pair) => byPart[people.indexOf(pair.person) % parts];
  for (const [name, weightsOf] of /** @type {const} */ ([
    ['there', () => shipped],
    ['fitted to others', heldOut],
  ])) {
    const loss = pairs.reduce(
      (sum, pair) => sum + lossOf([pair], (face) => scoreBy(weightsOf(pair), face)) / pairs.length,
      0,
    );
    const qualified = pairs.map((pair) => {
      const quality = Math.min(...pair.faces.map((face) => scoreBy(weightsOf(pair), face)));
      return { same: true, distance: pair.distance, quality };
    });
    const cells = errorCells(qualified, threshold);
    console.log(`| ${[kind, name, loss.toFixed(4), ...cells].join(' | ')} |`);
  }
}

console.log('\nFitted to all:');
for (const [kind, names] of Object.entries(kinds)) {
  const whole = fitQuality(pairs, Object.fromEntries(names.map((name) => [name, signs[name]])));
  const rounded = Object.entries(whole).map(
    ([name, value]) => `${name}: ${Number(value.toFixed(4))}`,
  );
  console.log(`${kind}: { ${rounded.join(', ')} }`);
}

/**
 * The score that weights give to a face.
 *
 * @param {import('@facegpu/pipeline/evaluate').QualityWeights} weights
 * @param {import('@facegpu/bench/quality').TermValues} face
 */
function scoreBy(weights, face) {
  let sum = weights.bias;
  for (const [name, weight] of Object.entries(weights)) {
    if (name !== 'bias') sum += weight * face[name];
  }
  return 1 / (1 + Math.exp(-sum));
}

/** Photos of people who are drawn, and how to read them, every third one degraded. */
async function choosePhotos() {
  const random = new Random('quality');
  /** @type {{ name: string, person: string, read: () => Promise<Uint8Array> }[]} */
  const chosen = [];
  /** @param {string} root @param {(files: string[]) => string[]} choose @param {number} count */
  const take = async (root, choose, count) => {
    const { photos: all } = await listPhotos(root);
    const sets = random
      .shuffled([...byPerson(all)])
      .map(([person, own]) => ({ person, files: choose(own.map(({ file }) => file)) }))
      .filter(({ files }) => files.length === 4)
      .slice(0, count);
    for (const { person, files } of sets) {
      for (const name of files) {
        const spoilt = chosen.length % 3 === 2;
        const file = path.join(root, name);
        const read = async () => (spoilt ? degraded(await readFile(file), name) : readFile(file));
        chosen.push({ name: file, person: `${root}/${person}`, read });
      }
    }
  };
  await take(/** @type {string} */ (lfw), (files) => random.shuffled(files).slice(0, 4), 130);
  await take(
    /** @type {string} */ (cfp),
    (files) => {
      /** @param {string} view */
      const of = (view) => random.shuffled(files.filter((file) => file.includes(view)));
      return [...of('frontal').slice(0, 3), ...of('profile').slice(0, 1)];
    },
    85,
  );
  return chosen;
}

/** All pairs of one person's photos in which faces were found. @returns {Pair[]} */
function pairsOfPeople() {
  const own = photos.flatMap(({ name, person }) => {
    const face = faces.get(name);
    return face ? [{ person, face, terms: termsOf(face) }] : [];
  });
  return own.flatMap((a, i) =>
    own.slice(i + 1).flatMap((b) => {
      if (a.person !== b.person) return [];
      const distance = distanceOf(info.metric, a.face.descriptor, b.face.descriptor);
      const matched = distance <= threshold;
      return [
        { person: a.person, faces: /** @type {const} */ ([a.terms, b.terms]), distance, matched },
      ];
    }),
  );
}

/** @param {import('./measured-faces.js').MeasuredFace} face @returns {Record<string, number>} */
function termsOf({ quality }) {
  return Object.fromEntries(
    Object.entries(qualityTerms).map(([name, term]) => [name, term(quality)]),
  );
}
