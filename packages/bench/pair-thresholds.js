// Whether thresholds that know how far a face looks aside, or what it is worth, tell people apart better than one threshold
// for all pairs.
//
// node packages/bench/pair-thresholds.js DATA [--every N] [--out FILE.md]
//
// DATA is a folder for each person, or a CSV file, as for `facegpu train`; of every N-th person the photos are taken. Each
// half of the people has the thresholds that the other half's pairs give.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { distanceOf, FacePipeline } from '@facegpu/pipeline';
import { distanceAtRate, mcNemar } from '@facegpu/pipeline/evaluate';
import { largestFace, poseOf } from '@facegpu/pipeline/faces';
import { listPhotos } from '@facegpu/train/dataset';
import { shareCell } from './judge-pairs.js';
import { writeReport } from './write-report.js';

/** @typedef {{ person: string, descriptor: Float32Array, yaw: number, quality: number }} Face */
/** @typedef {{ genuine: number[], impostor: number[] }} Distances by pairs of one person, and of two */
/** @typedef {{ genuine: number, impostor: number, matched: number, mistaken: number }} Counts */
/** @typedef {{ title: string, names: readonly string[], groupOf: (a: Face, b: Face) => number }} Grouping */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '1' }, out: { type: 'string' } },
});
const [data] = positionals;
if (!data) throw new Error('name a data set');

const rates = [1e-3, 1e-4];
/** Those that thresholds that come with a recogniser are asked for. */
const shippedRates = [1e-3, 1e-4, 1e-6];
/** @type {readonly Grouping[]} */
const groupings = [
  {
    title: 'yaw',
    names: ['0° – 15°', '15° – 30°', '30° and more'],
    groupOf: (a, b) =>
      [15, 30, Number.POSITIVE_INFINITY].findIndex((below) => Math.max(a.yaw, b.yaw) < below),
  },
  {
    title: 'quality',
    names: ['from 0.5', '0.1 – 0.5', 'below 0.1'],
    groupOf: (a, b) => [0.5, 0.1, 0].findIndex((least) => Math.min(a.quality, b.quality) >= least),
  },
];

const { faces, recognizer } = await findFaces();
const people = [...new Set(faces.map(({ person }) => person))];
writeReport(values.out, report());

async function findFaces() {
  const { root, photos } = await listPhotos(String(data));
  const chosen = new Set(
    [...new Set(photos.map(({ person }) => person))].filter(
      (_, i) => i % Number(values.every) === 0,
    ),
  );
  const wanted = photos.filter(({ person }) => chosen.has(person));
  const pipeline = await FacePipeline.create();
  const files = wanted.map(({ file }) => path.resolve(root, file));
  /** @type {Face[]} */
  const faces = [];
  let place = 0;
  for await (const { faces: found } of pipeline.detectMany(files, {
    quality: true,
    upright: true,
  })) {
    const { person } = wanted[place++];
    const face = found && largestFace(found);
    const pose = face && poseOf(face.landmarks);
    if (!face || !pose) continue;
    const score = face.quality?.score ?? 0;
    faces.push({
      person,
      descriptor: face.descriptor.values,
      yaw: Math.abs(pose.yaw),
      quality: score,
    });
  }
  const [recognizer] = pipeline.info.recognizers;
  await pipeline.dispose();
  return { faces, recognizer };
}

/**
 * The distances of all pairs of each half of the people, by group.
 *
 * @param {Grouping} grouping
 */
function halvesBy(grouping) {
  return [0, 1].map((half) => {
    const own = new Set(people.filter((_, i) => i % 2 === half));
    return distancesOf(
      faces.filter(({ person }) => own.has(person)),
      grouping,
    );
  });
}

/** @param {readonly Face[]} all @param {Grouping} grouping */
function distancesOf(all, { names, groupOf }) {
  const found = names.map(() => /** @type {Distances} */ ({ genuine: [], impostor: [] }));
  all.forEach((a, i) => {
    for (const b of all.slice(i + 1)) {
      const { genuine, impostor } = found[groupOf(a, b)];
      const list = a.person === b.person ? genuine : impostor;
      list.push(distanceOf(recognizer.metric, a.descriptor, b.descriptor));
    }
  });
  return found;
}

/**
 * The largest threshold at which no more than this share of two people's pairs are taken for one person's.
 *
 * @param {readonly number[]} impostor
 * @param {number} rate
 */
function thresholdAt(impostor, rate) {
  const sorted = Float64Array.from(impostor).sort();
  return sorted[Math.floor(rate * sorted.length)];
}

/** @param {number} rate @param {readonly string[]} names @param {readonly Distances[][]} halves */
function rowsOf(rate, names, halves) {
  const [one, own] = [names.map(none), names.map(none)];
  let [gained, lost] = [0, 0];
  halves.forEach((tested, half) => {
    const tuned = halves[1 - half];
    const single = thresholdAt(
      tuned.flatMap(({ impostor }) => impostor),
      rate,
    );
    tested.forEach(({ genuine, impostor }, group) => {
      const threshold = thresholdAt(tuned[group].impostor, rate);
      add(one[group], { genuine, impostor }, single);
      add(own[group], { genuine, impostor }, threshold);
      for (const distance of genuine) {
        if (distance < threshold && distance >= single) gained++;
        if (distance >= threshold && distance < single) lost++;
      }
    });
  });
  const [singles, owns] = [one, own].map((counts) => [...counts, counts.reduce(sum)]);
  return [...names, 'all'].map((name, i) => [
    i === 0 ? rate.toExponential(0) : '',
    name,
    singles[i].genuine.toLocaleString('en'),
    shareCell(singles[i].matched, singles[i].genuine),
    shareCell(owns[i].matched, owns[i].genuine),
    (singles[i].mistaken / singles[i].impostor).toExponential(1),
    (owns[i].mistaken / owns[i].impostor).toExponential(1),
    name === 'all' ? `${gained} / ${lost}, p ${mcNemar(gained, lost).toPrecision(2)}` : '',
  ]);
}

/**
 * What the thresholds that come with the recogniser do.
 *
 * @param {number} rate
 * @param {readonly string[]} names
 * @param {readonly Distances[][]} halves
 */
function rowsAsShipped(rate, names, halves) {
  const threshold = distanceAtRate(recognizer.thresholds, rate);
  const counts = names.map(none);
  for (const half of halves) {
    half.forEach((distances, group) => {
      add(counts[group], distances, threshold);
    });
  }
  return [...counts, counts.reduce(sum)].map(({ matched, genuine, mistaken, impostor }, i) => [
    i === 0 ? `${rate.toExponential(0)}: ${threshold.toFixed(3)}` : '',
    names[i] ?? 'all',
    impostor.toLocaleString('en'),
    (mistaken / impostor).toExponential(1),
    genuine.toLocaleString('en'),
    shareCell(matched, genuine),
  ]);
}

/** @returns {Counts} */
function none() {
  return { genuine: 0, impostor: 0, matched: 0, mistaken: 0 };
}

/** @param {Counts} counts @param {Distances} distances @param {number} threshold */
function add(counts, { genuine, impostor }, threshold) {
  counts.genuine += genuine.length;
  counts.impostor += impostor.length;
  counts.matched += genuine.filter((distance) => distance < threshold).length;
  counts.mistaken += impostor.filter((distance) => distance < threshold).length;
}

/** @param {Counts} a @param {Counts} b @returns {Counts} */
function sum(a, b) {
  return {
    genuine: a.genuine + b.genuine,
    impostor: a.impostor + b.impostor,
    matched: a.matched + b.matched,
    mistaken: a.mistaken + b.mistaken,
  };
}

function report() {
  return `# Thresholds that know a pair

${faces.length.toLocaleString('en')} faces of ${people.length} people, by \`${recognizer.name}\`. A pair belongs to the group of the face that looks further
aside, as \`poseOf\` has it, or to that of the face of the lower quality. In brackets are 95 % intervals (Wilson's, as if
pairs were independent).

*Shipped* are the thresholds that come with the recogniser. *Own* are thresholds of these faces: each half of the people is
judged by those that all pairs of the other half give, one for all pairs, or one for each group, at the same rate of
false matches. *Gained / lost*: pairs of one person that the thresholds of the groups alone match, and the reverse, with
McNemar's exact test.
${groupings.map(section).join('')}`;
}

/** @param {Grouping} grouping */
function section(grouping) {
  const { title, names } = grouping;
  const halves = halvesBy(grouping);
  const shipped = tableOf(
    ['shipped for', title, 'pairs of two', 'false matches', 'pairs of one', 'matched'],
    shippedRates.flatMap((rate) => rowsAsShipped(rate, names, halves)),
  );
  const own = tableOf(
    [
      'own for',
      title,
      'pairs of one',
      'matched by one threshold',
      'by that of the group',
      'false matches by one',
      'by that of the group',
      'gained / lost',
    ],
    rates.flatMap((rate) => rowsOf(rate, names, halves)),
  );
  return `\n${shipped}\n\n${own}\n`;
}

/** @param {readonly string[]} head @param {readonly string[][]} rows */
function tableOf(head, rows) {
  const rule = head.map((_, i) => (i < 2 ? '---' : '--:'));
  return [head, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
