// How long a gallery of many faces takes to open, and to answer for the first time: what SQLite, the checks and the way
// to the GPU take together. Every opening is a process of its own.
//
// node packages/bench/opening.js [--faces N] [--runs N] [--gallery FILE] [--out FILE.md]
//
// The gallery has random vectors of 128 numbers, ten for each person. With --gallery it is kept, and made once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FacePipeline, Gallery } from '@facegpu/pipeline';
import { note } from '@facegpu/pipeline/command-line';
import { sequence } from '@facegpu/pipeline/evaluate';
import { writeReport } from './write-report.js';

/** @typedef {{ open: number, load: number, first: number, second: number }} Times in milliseconds */

const { values } = parseArgs({
  options: {
    faces: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    gallery: { type: 'string' },
    out: { type: 'string' },
    measure: { type: 'boolean', default: false },
  },
});
const networks = /** @type {const} */ ({ detector: 'tiny', recognizer: 'dlib' });
const dimensions = 128;
const facesOfPerson = 10;
const atOnce = 20_000;

if (values.measure) console.log(JSON.stringify(await measure(String(values.gallery))));
else await compare();

async function compare() {
  const scratch = mkdtempSync(path.join(tmpdir(), 'facegpu-opening-'));
  try {
    const file = path.resolve(values.gallery ?? path.join(scratch, 'gallery.db'));
    if (!existsSync(file)) await makeGallery(file, Number(values.faces));
    /** @type {Times[]} */
    const runs = [];
    for (let run = 0; run < Number(values.runs); run++) {
      const args = [fileURLToPath(import.meta.url), '--measure', '--gallery', file];
      const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' });
      runs.push(JSON.parse(output));
      note(`run ${run + 1}: ${output.trim()}`);
    }
    writeReport(values.out, report(statSync(file).size, runs));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** @param {string} file @returns {Promise<Times>} */
async function measure(file) {
  const pipeline = await FacePipeline.create(networks);
  const [open, gallery] = await timed(() => Gallery.open(file, { pipeline }));
  const [load] = await timed(() => gallery.load());
  const face = { model: modelOf(pipeline), values: vectors(sequence(), 1) };
  const [first] = await timed(() => gallery.identify(face));
  const [second] = await timed(() => gallery.identify(face));
  await gallery.dispose();
  await pipeline.dispose();
  return { open, load, first, second };
}

/** @param {string} file @param {number} faces */
async function makeGallery(file, faces) {
  const pipeline = await FacePipeline.create(networks);
  const gallery = await Gallery.open(file, { pipeline });
  const next = sequence();
  for (let begin = 0; begin < faces; begin += atOnce) {
    const count = Math.min(atOnce, faces - begin);
    const names = Array.from({ length: count }, (_, i) => {
      return `person ${Math.floor((begin + i) / facesOfPerson)}`;
    });
    await gallery.import({ names, vectors: vectors(next, count) });
    note(`made ${begin + count} of ${faces} faces`);
  }
  await gallery.dispose();
  await pipeline.dispose();
}

/**
 * Random vectors of length 1.
 *
 * @param {() => number} next
 * @param {number} count
 */
function vectors(next, count) {
  const values = Float32Array.from({ length: count * dimensions }, () => next() - 0.5);
  for (let begin = 0; begin < values.length; begin += dimensions) {
    const vector = values.subarray(begin, begin + dimensions);
    const length = Math.hypot(...vector);
    for (let i = 0; i < dimensions; i++) vector[i] /= length;
  }
  return values;
}

/** @param {FacePipeline} pipeline */
function modelOf({ info }) {
  return info.recognizers[0].model;
}

/** @template T @param {() => Promise<T>} work @returns {Promise<[number, T]>} milliseconds, and what came of it */
async function timed(work) {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

/** @param {number} bytes @param {readonly Times[]} runs */
function report(bytes, runs) {
  /** @type {[string, (run: Times) => number][]} */
  const steps = [
    ['`Gallery.open`: the file is checked', ({ open }) => open],
    ['`gallery.load`: vectors are on the GPU', ({ load }) => load],
    ['both', ({ open, load }) => open + load],
    ['the first `identify`', ({ first }) => first],
    ['the second', ({ second }) => second],
  ];
  const rows = steps.map(([what, timeOf]) => [what, ...spread(runs.map(timeOf))]);
  return `# How long a large gallery takes to open

A SQLite file of ${Math.round(bytes / 2 ** 20)} MiB with ${Number(values.faces).toLocaleString('en')} faces, ${dimensions} numbers each, of a tenth as many people;
${runs.length} openings, each by a process of its own, the file in the system's memory. Milliseconds.

| step | median | least | most |
| ---- | -----: | ----: | ---: |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

\`\`\`sh
node packages/bench/opening.js --faces ${values.faces} --runs ${runs.length} --out packages/bench/results/opening.md
\`\`\`
`;
}

/** Median, least and most. @param {readonly number[]} times */
function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return [middle, sorted[0], sorted.at(-1)].map((time) => Math.round(Number(time)));
}
