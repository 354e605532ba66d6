// What a library of photos takes: memory, both cores, and the time to go on after it was killed. On Linux.
//
// node packages/bench/library.js [--photos N] [--lfw DIR] [--out FILE.md]
//
// Photos are made of the samples of face-api, by crops, mirroring and scales, the same ones each time. The tiny detector
// looks for faces.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { note } from '@facegpu/pipeline/command-line';
import { sequence } from '@facegpu/pipeline/evaluate';
import sharp from 'sharp';
import { cores, most, watch, watchScript } from './watched-run.js';
import { writeReport } from './write-report.js';

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '5000' },
    lfw: { type: 'string' },
    out: { type: 'string' },
  },
});
const count = Number(values.photos);
const [killed, compared] = [Math.round(0.4 * count), Math.round(0.06 * count)];
const quickly = ['--detector', 'tiny', '--upright'];

const samples = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);
const scratch = mkdtempSync(path.join(tmpdir(), 'facegpu-library-'));
const photos = path.join(scratch, 'photos');
try {
  await makePhotos(photos, count);
  const rows = [
    ...(await killedAndResumed()),
    ...(await indexed()),
    ...(await comparedWithOneByOne()),
    ...(await allAtOnce()),
    ...(values.lfw === undefined ? [] : await portraits(path.resolve(values.lfw))),
  ];
  writeReport(values.out, report(rows));
} finally {
  rmSync(scratch, { recursive: true });
}

/** @typedef {readonly [what: string, figure: string]} Row */

/** @returns {Promise<Row[]>} */
async function killedAndResumed() {
  const some = path.join(scratch, 'some.txt');
  writeFileSync(some, names(photos).slice(0, killed).join('\n'));
  const args = ['detect', '--files', some, '--jsonl', ...quickly];
  args.push('--resume', path.join(scratch, 'resume.jsonl'));
  note(`${killed} photos, killed`);
  const first = await watch(args, { killAfter: (text) => lines(text) >= killed / 2 });
  note('resumed');
  const second = await watch(args);
  note('and once more');
  const third = await watch(args);
  if (lines(second.output) !== killed) throw new Error('photos are missing after the kill');
  if (second.output !== third.output) throw new Error('a second run says something else');
  return [
    [
      `\`detect --jsonl\` of ${killed} photos, killed after half: most memory`,
      `${most(first.samples)} MiB`,
    ],
    [
      'resumed: time, most memory',
      `${first.seconds.toFixed(0)} s, then ${second.seconds.toFixed(0)} s; ${most(second.samples)} MiB`,
    ],
    ['the same again, all known', `${third.seconds.toFixed(0)} s`],
  ];
}

/** @returns {Promise<Row[]>} */
async function indexed() {
  const gallery = path.join(scratch, 'people.db');
  const args = ['index', photos, '--gallery', gallery, '--jsonl', ...quickly];
  note(`${count} photos, indexed`);
  const first = await watch(args);
  const again = await watch(args);
  const quarters = [0.25, 0.5, 0.75, 1].map((share) => {
    const until = first.samples.filter(({ second }) => second <= share * first.seconds);
    return most(until.filter(({ second }) => second > (share - 0.25) * first.seconds));
  });
  return [
    [
      `\`index\` of ${count} photos: most memory in each quarter of the time`,
      `${quarters.join(', ')} MiB`,
    ],
    ['its photos a second', (count / first.seconds).toFixed(1)],
    ['its use of the cores', share(first)],
    ['the same again, nothing new', `${again.seconds.toFixed(0)} s`],
  ];
}

/** @returns {Promise<Row[]>} */
async function comparedWithOneByOne() {
  const folder = path.join(scratch, 'compared');
  await makePhotos(folder, compared);
  /** @type {{ index: number[], one: number[] }} */
  const times = { index: [], one: [] };
  const script = fileURLToPath(new URL('one-by-one.js', import.meta.url));
  for (let turn = 0; turn < 3; turn++) {
    note(`${compared} photos, indexed and one by one, turn ${turn + 1}`);
    const gallery = path.join(scratch, `turn-${turn}.db`);
    const index = await watch(['index', folder, '--gallery', gallery, '--jsonl', ...quickly]);
    times.index.push(index.seconds);
    times.one.push((await watchScript([script, folder])).seconds);
  }
  const [index, one] = [times.index, times.one].map((all) => all.sort((a, b) => a - b)[1]);
  return [
    [`${compared} photos: \`index\``, `${(compared / index).toFixed(1)} photos a second`],
    ['the same, one `detect` after another', `${(compared / one).toFixed(1)} photos a second`],
  ];
}

/** @returns {Promise<Row[]>} */
async function allAtOnce() {
  const folder = path.join(scratch, 'large');
  mkdirSync(folder);
  for (let i = 0; i < 80; i++) {
    const large = sharp(path.join(samples, `sample${1 + (i % 6)}.jpg`)).resize(4000, 3000, {
      fit: 'fill',
    });
    await large.jpeg({ quality: 80 }).toFile(path.join(folder, `${i}.jpg`));
  }
  note('80 photos of 12 megapixels, asked for at once');
  const script = fileURLToPath(new URL('one-by-one.js', import.meta.url));
  const { samples: seen } = await watchScript([script, folder, '--at-once']);
  return [
    ['80 photos of 12 megapixels, 80 calls of `detect` at once: most memory', `${most(seen)} MiB`],
  ];
}

/** @param {string} folder @returns {Promise<Row[]>} */
async function portraits(folder) {
  const list = path.join(scratch, 'portraits.txt');
  writeFileSync(list, names(folder).slice(0, 500).join('\n'));
  note('500 portraits');
  const run = await watch(['detect', '--files', list, '--jsonl', ...quickly]);
  return [
    ['500 portraits of Labeled Faces in the Wild: photos a second', (500 / run.seconds).toFixed(1)],
    ['use of the cores', share(run)],
  ];
}

/**
 * Cuts photos from the samples, 640 pixels wide, with noise that makes each another file.
 *
 * @param {string} folder @param {number} most
 */
async function makePhotos(folder, most) {
  note(`making ${most} photos`);
  mkdirSync(folder);
  const next = sequence();
  const whole = await Promise.all(
    Array.from({ length: 6 }, async (_, i) => {
      const photo = sharp(path.join(samples, `sample${i + 1}.jpg`))
        .removeAlpha()
        .raw();
      const { data, info } = await photo.toBuffer({ resolveWithObject: true });
      return { data, width: info.width, height: info.height };
    }),
  );
  for (let i = 0; i < most; i++) {
    const { data, width, height } = whole[i % whole.length];
    const across = Math.round(width * (0.4 + 0.5 * next()));
    const down = Math.round(Math.min(height, across * 0.75));
    const left = Math.floor(next() * (width - across));
    const top = Math.floor(next() * (height - down));
    const cut = sharp(data, { raw: { width, height, channels: 3 } }).extract({
      left,
      top,
      width: across,
      height: down,
    });
    if (next() < 0.5) cut.flop();
    await cut
      .resize({ width: 560 + Math.floor(160 * next()) })
      .jpeg({ quality: 75 + Math.floor(20 * next()) })
      .toFile(path.join(folder, `${String(i).padStart(5, '0')}.jpg`));
  }
}

/** @param {string} folder */
function names(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => path.join(folder, name));
}

/** @param {string} text */
function lines(text) {
  return text.split('\n').length - 1;
}

/** @param {import('./watched-run.js').Watched} run */
function share({ processorSeconds, seconds }) {
  return `${Math.round((100 * processorSeconds) / seconds / cores)} % of ${cores}`;
}

/** @param {readonly Row[]} rows */
function report(rows) {
  return `# A library of photos

Photos of about 640 × 480 pixels, cut from the six samples of \`@vladmandic/face-api\`; tiny detector, default recogniser,
\`--upright\`. Memory is what the process holds (resident, with the drawing memory of a software adapter, which is the
processor's own), looked at twice a second; use of the cores includes what the adapter computes on them.

\`node packages/bench/library.js${values.photos === '5000' ? '' : ` --photos ${count}`}${values.lfw === undefined ? '' : ' --lfw ../shared/data/lfw-train'} --out packages/bench/results/library.md\`

| | |
| --- | --: |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
