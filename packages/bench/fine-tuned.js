// What it brings to train a recogniser further: faces from the front beside profiles, and the portraits that it knew
// before.
//
// node packages/bench/fine-tuned.js MODEL --from NAME --cfp DIR --lfw DIR --pairs FILE --cache DIR [--out FILE.md]
//
// MODEL is what was trained, and NAME what it was trained from. CFP's folder has pairs-ff.csv (frontal, frontal) and
// pairs-fp.csv (frontal, profile). Faces that were found, and their chips, are kept in the cache.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { distanceOf, FacePipeline } from '@facegpu/pipeline';
import { readCsvPairs, readLfwPairs, readModel } from '@facegpu/pipeline/command-line';
import {
  crossValidate,
  mcNemar,
  measurePairs,
  pairsToMeasure,
  wilson,
} from '@facegpu/pipeline/evaluate';
import { prepareDataset } from '@facegpu/train/dataset';
import { writeReport } from './write-report.js';

/** @typedef {{ a: string, b: string, same: boolean }} Pair */

const folds = 10;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string' },
    cfp: { type: 'string' },
    lfw: { type: 'string' },
    pairs: { type: 'string' },
    cache: { type: 'string' },
    out: { type: 'string' },
  },
});
const [tuned] = positionals;
const { from, cfp, lfw, pairs: list, cache, out } = values;
if (!tuned || !from || !cfp || !lfw || !list || !cache) {
  throw new Error('name a model, --from, --cfp, --lfw, --pairs and --cache');
}

/** @param {{ pairs: readonly Pair[], resolve: (name: string) => string }} read */
const resolved = ({ pairs, resolve }) =>
  pairs.map(({ a, b, same }) => ({
    a: path.resolve(resolve(a)),
    b: path.resolve(resolve(b)),
    same,
  }));
const sets = [
  {
    name: 'CFP frontal – profile',
    pairs: resolved(await readCsvPairs(path.join(cfp, 'pairs-fp.csv'))),
  },
  {
    name: 'CFP frontal – frontal',
    pairs: resolved(await readCsvPairs(path.join(cfp, 'pairs-ff.csv'))),
  },
  { name: 'LFW', pairs: resolved(await readLfwPairs(list, lfw)) },
];
const files = new Set(sets.flatMap(({ pairs }) => pairs.flatMap(({ a, b }) => [a, b])));
const photos = Array.from(files, (file) => ({ file, person: path.basename(path.dirname(file)) }));
const pipeline = await FacePipeline.create();
const before = await describedBy(from);
const after = await describedBy(path.resolve(tuned));
await pipeline.dispose();

const head = [
  'pairs',
  'count',
  '',
  'accuracy (95 %)',
  'gained / lost',
  'p',
  'area',
  'accepted at 1 %',
];
const table = [
  head,
  head.map((_, column) => (column === 0 || column === 2 ? '---' : '--:')),
  ...sets.flatMap(({ name, pairs }) => rowsOf(name, pairs)),
];
const lost = [...files].filter((file) => !before.faces.has(file)).length;
writeReport(
  out,
  `# What further training brings

\`${path.basename(tuned)}\` beside \`${from}\`, which it was trained from, on people none of whom was trained with. Every pair is
decided by the threshold that is best on nine other tenths, which pairs belong to by the person of the first photo. Where no
face was found (${lost} of ${files.size} photos), a pair is infinitely far apart. Intervals are Wilson's, of pairs as if they were
independent. *Gained / lost*: pairs that are decided rightly after and wrongly before, and the reverse; *p* is of McNemar's
exact test on them, two-sided. *Area* is that under the ROC curve; *accepted at 1 %* the share of one person's pairs at 1 %
of false accepts.

${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`,
);

/**
 * Of each photo with a face its descriptor.
 *
 * @param {string} model
 */
async function describedBy(model) {
  const recognizer = await readModel(model);
  const options = {
    pipeline,
    recognizer,
    cache: /** @type {string} */ (cache),
    upright: true,
    ages: false,
  };
  const dataset = await prepareDataset({ root: '/', photos, problems: [] }, options);
  /** @type {Map<string, Float32Array>} */
  const faces = new Map();
  for (const { file, face } of dataset.photos) if (face) faces.set(file, face.descriptor);
  return { faces, metric: dataset.recognizer.metric };
}

/**
 * How far the photos of each pair are apart, and whether the threshold of its fold decides it rightly.
 *
 * @param {typeof before} described
 * @param {readonly Pair[]} pairs
 */
function judged({ faces, metric }, pairs) {
  const people = [...new Set(pairs.map(({ a }) => path.dirname(a)))];
  const measured = pairs.map(({ a, b, same }) => {
    const [first, second] = [faces.get(a), faces.get(b)];
    const distance = first && second ? distanceOf(metric, first, second) : Number.POSITIVE_INFINITY;
    return { same, distance, fold: people.indexOf(path.dirname(a)) % folds };
  });
  const thresholds = crossValidate(measured, 0)?.folds.map(({ threshold }) => threshold) ?? [];
  const right = measured.map(({ same, distance, fold }) => distance < thresholds[fold] === same);
  return { measured, right };
}

/** @param {string} name @param {readonly Pair[]} pairs */
function rowsOf(name, pairs) {
  const [base, own] = [judged(before, pairs), judged(after, pairs)];
  const gained = own.right.filter((isRight, i) => isRight && !base.right[i]).length;
  const lost = own.right.filter((isRight, i) => !isRight && base.right[i]).length;
  const test = [`${gained} / ${lost}`, mcNemar(gained, lost).toPrecision(2)];
  return [
    [name, `${pairs.length}`, 'before', ...cellsOf(base, ['', ''])],
    ['', '', 'after', ...cellsOf(own, test)],
  ];
}

/** @param {ReturnType<typeof judged>} judgement @param {readonly string[]} test */
function cellsOf({ measured, right }, test) {
  const count = right.filter((isRight) => isRight).length;
  const { low, high } = wilson(count, right.length);
  const { auc, tar } = measurePairs(measured, 0);
  const isMeasured = measured.filter(({ same }) => !same).length >= pairsToMeasure(0.01);
  const share = `${three(count / right.length)} (${three(low)} – ${three(high)})`;
  return [share, ...test, three(auc), isMeasured && tar ? three(tar['0.01']) : '–'];
}

/** @param {number} value */
function three(value) {
  return value.toFixed(3);
}
