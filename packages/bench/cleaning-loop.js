// What it brings to train a small network, to clean its data by what it gets wrong, and to train it again.
//
// node packages/bench/cleaning-loop.js DIR --val PAIRS [--preset NET] [--epochs N] [--seeds N] [--first N] [--cache DIR] [--out FILE.md]
//
// DIR has a folder for each person. Of people with five photos and more, a tenth of the photos get the name of
// somebody else. The network that learns from them says which photos are suspect, and of the worst fifth of all photos
// somebody who knows these people puts right what is wrong. All that is trained is measured by the pairs, of others.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { jsonOf } from './command-line.js';
import { writeReport } from './write-report.js';
import { flipLabels, flippedShare, leastPhotos, readPeople, writeList } from './wrong-labels.js';

/** The share of all photos that somebody looks at, the worst first. */
const looked = 0.2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    val: { type: 'string' },
    preset: { type: 'string', default: 'tiny' },
    epochs: { type: 'string', default: '60' },
    seeds: { type: 'string', default: '3' },
    first: { type: 'string', default: '1' },
    cache: { type: 'string' },
    out: { type: 'string' },
  },
});
const [folder] = positionals;
const { val, preset, epochs, out } = values;
if (!folder || !val) throw new Error('name a folder that has a folder for each person, and --val');
const cache = path.resolve(values.cache ?? path.join(tmpdir(), 'facegpu-loop-cache'));

const photos = readPeople(folder);
const people = new Set(photos.map(({ person }) => person)).size;
const scratch = mkdtempSync(path.join(tmpdir(), 'facegpu-loop-'));
const list = path.join(scratch, 'people.csv');
/** @type {Map<string, string>} */
const none = new Map();
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.first) + i);
const rows = seeds.flatMap((seed) => {
  const flips = flipLabels(photos, seed);
  const first = train(flips, seed);
  const left = new Map(flips);
  for (const file of suspectsOf(first.model)) left.delete(file);
  process.stderr.write(`${flips.size - left.size} of ${flips.size} wrong labels were found\n`);
  const second = train(left, seed);
  const right = train(none, seed);
  const own = [
    [seed, flips.size, ...cells(first)],
    [seed, left.size, ...cells(second)],
    [seed, 0, ...cells(right)],
  ];
  for (const row of own) process.stderr.write(`${row.join(' | ')}\n`);
  return own;
});
rmSync(scratch, { recursive: true });

/** @typedef {{ model: string, auc: number, accuracy: number }} Trained */

/**
 * A network that was trained with labels of which some are wrong.
 *
 * @param {ReadonlyMap<string, string>} flips
 * @param {number} seed
 * @returns {Trained}
 */
function train(flips, seed) {
  writeList(list, photos, flips);
  const model = path.join(scratch, `${flips.size}-${seed}.safetensors`);
  const { auc, accuracy } = jsonOf(
    ...['train', 'recognizer', '--data', list, '--detector', 'tiny', '--cache', cache],
    ...['--val', path.resolve(/** @type {string} */ (val)), '--preset', preset, '--out', model],
    ...['--epochs', epochs, '--every', '100', '--variation', '0.5', '--seed', `${seed}`],
  );
  return { model, auc, accuracy };
}

/**
 * The photos that somebody looks at: those that a network finds suspect in the list that it was trained with, the
 * worst first.
 *
 * @param {string} model
 * @returns {string[]} whole paths
 */
function suspectsOf(model) {
  /** @type {{ file: string }[]} */
  const suspects = jsonOf(
    ...['dataset', 'clean', list, '--detector', 'tiny', '--recognizer', model, '--cache', cache],
  );
  const worst = suspects.slice(0, Math.round(looked * photos.length));
  return worst.map(({ file }) => path.resolve(scratch, file));
}

/** @param {Trained} trained */
function cells({ accuracy, auc }) {
  return [accuracy.toFixed(3), auc.toFixed(3)];
}

const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;
writeReport(
  out,
  `# What training gains by cleaning

The preset \`${preset}\`, trained for ${epochs} epochs on the ${photos.length} photos of the ${people} people with ${leastPhotos} photos and more in
\`${path.basename(path.resolve(folder))}\`, and measured by the pairs of \`${path.basename(val)}\`, of other people. Of the photos ${percent(flippedShare)}, drawn by the seed, have
the name of somebody else (first row of each seed). With that network \`facegpu dataset clean\` lists what is suspect,
and of the worst ${percent(looked)} of all photos what is wrong gets its right name; then the same training is made from its
beginning (second row), and with no wrong label at all (third row).

| seed | wrong labels | accuracy | area under the curve |
| --: | --: | --: | --: |
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`,
);
