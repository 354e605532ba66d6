// How well a recogniser that was trained from nothing tells people apart, on the same chips as an untrained one and
// as principal components.
//
// node packages/bench/own-recognizer.js MODEL --train DIR --lfw DIR --pairs FILE [--preset NET] [--cache DIR] [--out FILE.md]
//
// DIR has a folder for each person. Principal components are those of the photos that the model was trained with.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { allOperators, compile } from '@facegpu/nn';
import { distanceOf, FacePipeline } from '@facegpu/pipeline';
import { readLfwPairs, readModel } from '@facegpu/pipeline/command-line';
import { decideByFolds, measurePairs, wilson } from '@facegpu/pipeline/evaluate';
import {
  chipSide,
  modelRecognizer,
  presetRecognizer,
  Random,
  recognizerChips,
} from '@facegpu/train';
import { listPhotos, prepareDataset } from '@facegpu/train/dataset';
import { writeReport } from './write-report.js';

/** @typedef {import('@facegpu/train').RecognizerModel} RecognizerModel */
/** @typedef {import('@facegpu/pipeline/evaluate').MeasuredPair} MeasuredPair */

const batch = 32;
const folds = 10;
/** Principal components, as many as an own network has numbers, and how often they are refined. */
const components = 128;
const rounds = 6;
/** So many photos tell what the components are, and what a descriptor is in the middle. */
const most = 2000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    train: { type: 'string' },
    lfw: { type: 'string' },
    pairs: { type: 'string' },
    preset: { type: 'string' },
    cache: { type: 'string' },
    out: { type: 'string' },
  },
});
const [file] = positionals;
const { train, lfw, pairs: list, cache = path.join(tmpdir(), 'facegpu-own-recognizer') } = values;
if (!file || !train || !lfw || !list) throw new Error('name a model, --train, --lfw and --pairs');

const own = modelRecognizer(await readModel(path.resolve(file)));
const spec = recognizerChips(own);
const pixels = spec.size ** 2 * 3;
const pipeline = await FacePipeline.create({ detector: 'tiny' });

const { pairs, resolve } = await readLfwPairs(list, lfw);
const names = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
const shown = names.map((name) => ({ file: path.resolve(resolve(name)), person: name }));
const known = await listPhotos(train);
const seen = new Random(1, 'seen').shuffled(known.photos).slice(0, most);
const [ofTrain, ofPairs] = [
  await chipsOf({ ...known, photos: seen }),
  await chipsOf({ root: '/', photos: shown, problems: [] }),
];
const numbers = new Map(ofPairs.photos.map(({ person }, i) => [person, i]));

const untrained = presetRecognizer(/** @type {'small'} */ (values.preset ?? 'small'), 1);
const axes = principalComponents(ofTrain.chips);
const contenders = [
  {
    name: `${path.basename(file)}, trained from nothing`,
    rows: await embedded(own, ofPairs.chips),
  },
  {
    name: 'the same network, untrained, less its mean descriptor',
    rows: centred(
      await embedded(untrained, ofPairs.chips),
      await embedded(untrained, ofTrain.chips),
    ),
  },
  { name: `${components} principal components, by angle`, rows: projected(axes, ofPairs.chips) },
  { name: 'the same, whitened', rows: projected(axes, ofPairs.chips, true) },
];
await pipeline.dispose();

const results = contenders.map(({ name, rows }) => {
  const measured = pairs.map(({ a, b, same }) => ({ same, distance: distance(rows, a, b) }));
  return { name, ...measurePairs(measured, 0), ...crossValidated(measured) };
});
const lost = names.length - ofPairs.photos.length;
const cells = results.map(({ name, accuracy, interval, auc, tar }) => {
  const [low, high] = interval.map((share) => share.toFixed(3));
  return [
    name,
    `${accuracy.toFixed(3)} (${low} – ${high})`,
    auc.toFixed(3),
    tar?.['0.01'].toFixed(3) ?? '–',
  ];
});
const head = ['', 'accuracy', 'area under the curve', 'true accepts at 1e-2'];
const table = [head, ['---', ...head.slice(1).map(() => '--:')], ...cells];
const report = `# A recogniser that was trained from nothing

${pairs.length} pairs of \`${path.basename(list)}\`, half of one person, of people none of whom is among those trained with. Accuracy is
that of ${folds} folds, each by the threshold that is best for the others, with Wilson's interval. All see the same aligned
chips of ${spec.size} pixels. A photo without a face that was found (${lost} of ${names.length}) is far from every other.

${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
writeReport(values.out, report);

/**
 * The chips of photos in which a face was found, RGB from −1 to 1.
 *
 * @param {Parameters<typeof prepareDataset>[0]} photos
 */
async function chipsOf(photos) {
  const dataset = await prepareDataset(photos, { pipeline, cache, chips: spec, ages: false });
  const found = dataset.photos.filter(({ face }) => face);
  const side = chipSide(spec);
  /** @type {Float32Array[]} */
  const chips = [];
  for (const photo of found) {
    const { data } = await dataset.readChip(photo);
    const chip = new Float32Array(pixels);
    for (let i = 0; i < pixels; i++) {
      const pixel = Math.floor(i / 3);
      const x = (pixel % spec.size) + spec.margin;
      const y = Math.floor(pixel / spec.size) + spec.margin;
      chip[i] = data[(y * side + x) * 4 + (i % 3)] / 127.5 - 1;
    }
    chips.push(chip);
  }
  return { photos: found, chips };
}

/**
 * Descriptors of chips.
 *
 * @param {RecognizerModel} model
 * @param {Float32Array[]} chips
 */
async function embedded({ network, input, descriptors, dimensions }, chips) {
  const plan = await compile(network, pipeline.device, {
    operators: allOperators,
    dimensions: { batch },
  });
  /** @type {Float32Array[]} */
  const rows = [];
  for (let first = 0; first < chips.length; first += batch) {
    const image = new Float32Array(batch * pixels);
    const some = chips.slice(first, first + batch);
    for (const [i, chip] of some.entries()) image.set(chip, i * pixels);
    const results = await plan.run({ [input.name]: image });
    for (const i of some.keys()) {
      rows.push(results[descriptors].slice(i * dimensions, (i + 1) * dimensions));
    }
  }
  plan.dispose();
  return rows;
}

/**
 * @param {Float32Array[]} rows
 * @param {Float32Array[]} others what the mean is of
 */
function centred(rows, others) {
  const mean = meanOf(others);
  return rows.map((row) => row.map((value, i) => value - mean[i]));
}

/** @param {Float32Array[]} rows */
function meanOf(rows) {
  const mean = new Float64Array(rows[0].length);
  for (const row of rows) for (let i = 0; i < row.length; i++) mean[i] += row[i] / rows.length;
  return mean;
}

/**
 * The first components of chips by subspace iteration, with their deviations.
 *
 * @param {Float32Array[]} chips
 */
function principalComponents(chips) {
  const mean = meanOf(chips);
  const rows = chips.map((chip) => chip.map((value, i) => value - mean[i]));
  const random = new Random(1, 'components');
  let basis = Array.from({ length: components }, () => {
    return Float32Array.from({ length: pixels }, () => random.normal());
  });
  orthonormalize(basis);
  for (let round = 0; round < rounds; round++) {
    const next = basis.map(() => new Float32Array(pixels));
    for (const row of rows) {
      for (const [k, axis] of basis.entries()) addTo(next[k], row, dot(row, axis));
    }
    orthonormalize(next);
    basis = next;
  }
  const deviations = basis.map((axis) => {
    return Math.sqrt(rows.reduce((sum, row) => sum + dot(row, axis) ** 2, 0) / rows.length);
  });
  return { mean, basis, deviations };
}

/** Gram and Schmidt, twice, in place. @param {Float32Array[]} rows */
function orthonormalize(rows) {
  for (const [i, row] of rows.entries()) {
    for (const other of [...rows.slice(0, i), ...rows.slice(0, i)]) {
      addTo(row, other, -dot(row, other));
    }
    const length = Math.sqrt(dot(row, row));
    for (let j = 0; j < row.length; j++) row[j] /= length;
  }
}

/**
 * @param {ReturnType<typeof principalComponents>} found
 * @param {Float32Array[]} chips
 * @param {boolean} [isWhite] each component over its deviation
 */
function projected({ mean, basis, deviations }, chips, isWhite = false) {
  return chips.map((chip) => {
    const row = chip.map((value, i) => value - mean[i]);
    return Float32Array.from(basis, (axis, k) => dot(row, axis) / (isWhite ? deviations[k] : 1));
  });
}

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * @param {Float32Array} target
 * @param {Float32Array} row
 * @param {number} factor
 */
function addTo(target, row, factor) {
  for (let i = 0; i < row.length; i++) target[i] += factor * row[i];
}

/**
 * Of two photos, by angle; one without a face is far from every other.
 *
 * @param {Float32Array[]} rows
 * @param {string} a
 * @param {string} b
 */
function distance(rows, a, b) {
  const [first, second] = [numbers.get(a), numbers.get(b)];
  if (first === undefined || second === undefined) return Number.POSITIVE_INFINITY;
  return distanceOf('cosine', rows[first], rows[second]);
}

/**
 * The share of pairs that the best threshold of the other folds decides rightly.
 *
 * @param {MeasuredPair[]} measured
 */
function crossValidated(measured) {
  const decided = decideByFolds(measured.map((pair, i) => ({ ...pair, fold: i % folds })));
  const right = (decided ?? []).filter((isRight) => isRight).length;
  const count = measured.length;
  const { low, high } = wilson(right, count);
  return { accuracy: right / count, interval: [low, high] };
}
