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
import { prepareDataset } from '@facegpu/train/dataset';
import { accuracyCells, changeCells, decisions, inFolds } from './judge-pairs.js';
import { writeReport } from './write-report.js';

/** @typedef {import('./judge-pairs.js').Pair} Pair */

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
  const measured = inFolds(pairs, ({ a, b }) => {
    const [first, second] = [faces.get(a), faces.get(b)];
    return first && second ? distanceOf(metric, first, second) : Number.POSITIVE_INFINITY;
  });
  const right = decisions(measured);
  return { right, ...accuracyCells(measured, right) };
}

/** @param {string} name @param {readonly Pair[]} pairs */
function rowsOf(name, pairs) {
  const [base, own] = [judged(before, pairs), judged(after, pairs)];
  const change = changeCells(base.right, own.right);
  return [
    [name, `${pairs.length}`, 'before', base.accuracy, '', '', base.area, base.accepted],
    ['', '', 'after', own.accuracy, ...change, own.area, own.accepted],
  ];
}
