// How rightly faces are grouped by person: Chinese whispers, which the library has, beside DBSCAN and HDBSCAN.
//
// node packages/bench/cluster.js DIR --cache FILE [--people COUNT] [--seconds N] [--out FILE.md]
//
// DIR has a folder for each person; COUNT of them are taken, spread over all. Descriptors are kept in the cache: with
// --seconds it stops after that long, and goes on when it is called again. Settings are chosen on every other person,
// and the table is of the rest.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createIndex, FacePipeline, fromIndex, indexMetrics } from '@facegpu/pipeline';
import {
  clusterFaces,
  nearestOthers,
  usualClusterRate,
  usualNeighbours,
} from '@facegpu/pipeline/cluster';
import { LineCache, note } from '@facegpu/pipeline/command-line';
import {
  agreementByPerson,
  bCubedAgreement,
  distanceAtRate,
  pairwiseAgreement,
  sequence,
} from '@facegpu/pipeline/evaluate';
import { centralFace } from '@facegpu/pipeline/faces';
import { dbscan, edgesOf, hdbscan } from './density-clusterings.js';

/** @typedef {import('@facegpu/pipeline').Descriptor} Descriptor */
/** @typedef {import('@facegpu/pipeline').RecognizerInfo} RecognizerInfo */
/** @typedef {{ person: string, descriptors: Record<string, number[]> | null }} Photo */
/** @typedef {{ person: string, descriptor: Descriptor }} Face */
/** @typedef {{ method: string, setting: string, cluster: (half: Half) => ArrayLike<number> | Promise<ArrayLike<number>> }} Candidate */
/** @typedef {{ faces: Face[], edges: import('./density-clusterings.js').Edge[] }} Half */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cache: { type: 'string' },
    people: { type: 'string' },
    seconds: { type: 'string', default: 'Infinity' },
    out: { type: 'string' },
  },
});
const [folder] = positionals;
const { cache: file, seconds, out } = values;
if (folder === undefined || !file) throw new Error('name a folder of people, and --cache');

const recognizers = ['arcface', 'dlib'];
/** Shares of two people's pairs that are nearer than what counts as near. */
const rates = [0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4, 3e-5, 1e-5];
const draws = 1000;
/** With the settings that the library has. */
const ours = 'Chinese whispers, as `clusterFaces` has it';

const deadline = performance.now() + 1000 * Number(seconds);
const everybody = readdirSync(folder).sort();
const wanted = Math.min(everybody.length, Number(values.people ?? everybody.length));
const people = Array.from(
  { length: wanted },
  (_, i) => everybody[Math.floor((i * everybody.length) / wanted)],
);

const pipeline = await FacePipeline.create({ detector: 'tiny', recognizers });
const photos = await describeAll();
const halves = [0, 1].map((half) => {
  const own = new Set(people.filter((_, i) => i % 2 === half));
  return photos.filter(({ person }) => own.has(person));
});
const sections = [];
for (const info of pipeline.info.recognizers) sections.push(await section(info));
await pipeline.dispose();

const counted = photos.filter(({ descriptors }) => descriptors);
const report = `# Groups of faces by person

${counted.length} portraits of ${people.length} people of \`${path.basename(path.resolve(folder))}\` (Labeled Faces in the Wild, 150 pixels), 2 to 12 each, without their names. Settings
are those of the highest B³ F on every other person; figures are of the other half, whom nothing was chosen on.
The column before them is the half that chose, with the worst of all settings behind it. Intervals are of 95 %, by drawing people. \`rate\` is the share of two people's pairs that are nearer than what
counts as near; each face is compared with its ${usualNeighbours} nearest. A face that a method puts nowhere is alone.

${sections.join('\n')}
\`node packages/bench/cluster.js ../shared/data/lfw-train${values.people === undefined ? '' : ` --people ${values.people}`} --cache FILE --out packages/bench/results/clusters.md\`
`;
if (out === undefined) process.stdout.write(report);
else writeFileSync(out, report);

/**
 * Looks at each photo once, as long as there is time.
 *
 * @returns {Promise<Photo[]>} those that were looked at
 */
async function describeAll() {
  /** @type {LineCache<Record<string, number[]> | null>} */
  const cache = await LineCache.open(/** @type {string} */ (file), {
    encode: (descriptors) => ({ descriptors }),
    decode: (fields) =>
      /** @type {{ descriptors: Record<string, number[]> | null }} */ (fields).descriptors,
  });
  const settings = pipeline.info.recognizers.map(({ model }) => model);
  const found = [];
  let missing = 0;
  for (const person of people) {
    for (const name of readdirSync(path.join(/** @type {string} */ (folder), person)).sort()) {
      const bytes = readFileSync(path.join(/** @type {string} */ (folder), person, name));
      const key = LineCache.key(bytes, settings);
      let descriptors = cache.get(key);
      if (descriptors === undefined) {
        if (performance.now() > deadline) {
          missing++;
          continue;
        }
        // Every photo is upright; turned copies are of no use.
        const detection = await pipeline.detectIn(bytes, { upright: true });
        const face = centralFace(detection.faces, detection);
        descriptors = face ? roundedOf(face.descriptors) : null;
        await cache.set(key, descriptors);
      }
      found.push({ person, descriptors });
    }
  }
  note(`${found.length} photos are described, ${missing} are not`);
  return found;
}

/** @param {Readonly<Record<string, Descriptor>>} descriptors */
function roundedOf(descriptors) {
  return Object.fromEntries(
    Object.entries(descriptors).map(([name, { values }]) => [
      name,
      Array.from(values, (value) => Number(value.toPrecision(6))),
    ]),
  );
}

/** What is measured of a recogniser. @param {RecognizerInfo} info */
async function section(info) {
  const [chosenOn, measuredOn] = await Promise.all(halves.map((half) => prepare(half, info)));
  const candidates = candidatesOf(info);
  const methods = [...new Set(candidates.map(({ method }) => method))];
  const rows = [];
  let doubts = '';
  for (const method of methods) {
    const own = candidates.filter((candidate) => candidate.method === method);
    const scored = [];
    for (const candidate of own) {
      const { f } = bCubedAgreement(agreementOf(chosenOn, await candidate.cluster(chosenOn)));
      scored.push({ candidate, f });
    }
    const { candidate, f: best } = scored.reduce((a, b) => (b.f > a.f ? b : a));
    const worst = Math.min(...scored.map(({ f }) => f));
    note(
      `${info.name}: ${scored.map(({ candidate, f }) => `${candidate.setting} ${f.toFixed(4)}`).join(', ')}`,
    );
    const tallies = agreementOf(measuredOn, await candidate.cluster(measuredOn));
    const pairs = pairwiseAgreement(tallies);
    const faces = bCubedAgreement(tallies);
    const cells = [
      method,
      candidate.setting,
      own.length > 1 ? `${percent(best)} (${percent(worst)})` : percent(best),
      ...[pairs.precision, pairs.recall].map(percent),
      `${percent(pairs.f)} (${interval(tallies, pairwiseAgreement)})`,
      ...[faces.precision, faces.recall].map(percent),
      `${percent(faces.f)} (${interval(tallies, bCubedAgreement)})`,
    ];
    rows.push(`| ${cells.join(' | ')} |`);
    if (method === ours) doubts = await doubtsOf(measuredOn, candidate.setting);
  }
  const head = [
    'method',
    'setting',
    'B³ F where it was chosen',
    'pairs: precision',
    'recall',
    'F',
    'B³: precision',
    'recall',
    'F',
  ];
  return `## ${info.name}

${measuredOn.faces.length} faces of ${new Set(measuredOn.faces.map(({ person }) => person)).size} people.

| ${head.join(' | ')} |
| --- | --- | ${head
    .slice(2)
    .map(() => '--:')
    .join(' | ')} |
${rows.join('\n')}

${doubts}
`;
}

/** @param {Photo[]} half @param {RecognizerInfo} info @returns {Promise<Half>} */
async function prepare(half, { name, model, dimensions, metric }) {
  const faces = half.flatMap(({ person, descriptors }) => {
    if (!descriptors) return [];
    return [{ person, descriptor: { model, values: Float32Array.from(descriptors[name]) } }];
  });
  const index = createIndex(pipeline, { dimensions, metric: indexMetrics[metric] });
  const vectors = new Float32Array(faces.flatMap(({ descriptor }) => [...descriptor.values]));
  await index.add(vectors);
  const near = await nearestOthers(index, vectors, usualNeighbours);
  await index.dispose();
  const distances = near.distances.map((distance) => fromIndex(metric, distance));
  return { faces, edges: edgesOf({ ...near, distances }) };
}

/** @param {RecognizerInfo} info @returns {Candidate[]} */
function candidatesOf({ thresholds }) {
  const whispers = [usualClusterRate, ...rates].map((rate, i) => ({
    method: i === 0 ? ours : 'Chinese whispers',
    setting: `rate ${rate}`,
    cluster: async (/** @type {Half} */ { faces }) => {
      const { faces: found } = await clusterFaces(pipeline, faces, { falseMatchRate: rate });
      return found.map(({ person }) => person);
    },
  }));
  const density = [2, 3, 4].flatMap((least) =>
    rates.map((rate) => ({
      method: 'DBSCAN',
      setting: `rate ${rate}, ${least} faces`,
      cluster: (/** @type {Half} */ { faces, edges }) =>
        dbscan(faces.length, edges, distanceAtRate(thresholds, rate), least),
    })),
  );
  const hierarchy = [2, 3].flatMap((least) =>
    [1, 2, 3].map((samples) => ({
      method: 'HDBSCAN',
      setting: `${least} faces, ${samples} samples`,
      cluster: (/** @type {Half} */ { faces, edges }) =>
        hdbscan(faces.length, edges, samples, least),
    })),
  );
  return [...whispers, ...density, ...hierarchy];
}

/** @param {Half} half @param {ArrayLike<number>} clusters */
function agreementOf({ faces }, clusters) {
  return agreementByPerson(
    clusters,
    faces.map(({ person }) => person),
  );
}

/** How many of those who are with strangers are marked as doubtful. @param {Half} half @param {string} setting */
async function doubtsOf({ faces }, setting) {
  const falseMatchRate = Number(setting.split(' ')[1]);
  const { faces: found, people: clusters } = await clusterFaces(pipeline, faces, {
    falseMatchRate,
  });
  /** Whose cluster it is: the person of most of its faces. @type {Map<number, string>} */
  const owners = new Map();
  for (const { id, faces: own } of clusters) {
    const counts = new Map();
    for (const face of own) {
      counts.set(faces[face].person, (counts.get(faces[face].person) ?? 0) + 1);
    }
    owners.set(id, [...counts].sort((a, b) => b[1] - a[1])[0][0]);
  }
  const wrong = found.map(({ person }, i) => owners.get(person) !== faces[i].person);
  const doubtful = found.filter((face) => face.doubtful).length;
  const caught = found.filter((face, i) => face.doubtful && wrong[i]).length;
  const all = wrong.filter(Boolean).length;
  return `Of ${found.length} faces ${all} are with somebody else's, and ${doubtful} are marked as doubtful: ${caught} of the wrong ones are among these.`;
}

/**
 * @param {ReturnType<typeof agreementByPerson>} tallies
 * @param {(tallies: ReturnType<typeof agreementByPerson>) => { f: number }} agreement
 */
function interval(tallies, agreement) {
  const next = sequence();
  const drawn = Float64Array.from({ length: draws }, () => {
    return agreement(tallies.map(() => tallies[Math.floor(next() * tallies.length)])).f;
  }).sort();
  return `${percent(drawn[Math.floor(draws * 0.025)])}–${percent(drawn[Math.ceil(draws * 0.975) - 1])}`;
}

/** @param {number} share */
function percent(share) {
  return (100 * share).toFixed(1);
}
