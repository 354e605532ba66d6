// What errors remain where pairs of low quality are discarded, by the score and by the thorough one.
//
// node packages/bench/quality.js --lfw DIR --pairs FILE --cfp DIR [--cache FILE] [--seconds N] [--detector NAME]
//
// Pairs are LFW's own list, and CFP's pairs-ff.csv and pairs-fp.csv. With --seconds it stops after that long, and goes on from
// the cache when it is called again.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { distanceOf } from '@facegpu/pipeline';
import { readCsvPairs, readLfwPairs } from '@facegpu/pipeline/command-line';
import { distanceAtRate, qualityScoreOf } from '@facegpu/pipeline/evaluate';
import { errorCells } from './judge-quality.js';
import { measuredFaces } from './measured-faces.js';

const { values } = parseArgs({
  options: {
    lfw: { type: 'string' },
    pairs: { type: 'string' },
    cfp: { type: 'string' },
    cache: { type: 'string' },
    seconds: { type: 'string', default: 'Infinity' },
    detector: { type: 'string', default: 'tiny' },
  },
});
const { lfw, pairs: list, cfp, cache, seconds, detector } = values;
if (!lfw || !list || !cfp) throw new Error('name --lfw, --pairs and --cfp');

const sets = {
  LFW: await readLfwPairs(list, lfw),
  'CFP, frontal and frontal': await readCsvPairs(path.join(cfp, 'pairs-ff.csv')),
  'CFP, frontal and profile': await readCsvPairs(path.join(cfp, 'pairs-fp.csv')),
};
const files = Object.values(sets).flatMap(({ pairs, resolve }) =>
  pairs.flatMap(({ a, b }) => [resolve(a), resolve(b)]),
);
const { faces, info } = await measuredFaces(
  files.map((name) => ({ name, read: () => readFile(name) })),
  { detector, cache, seconds: Number(seconds) },
);

const rows = [];
for (const [name, { pairs, resolve }] of Object.entries(sets)) {
  const known = pairs
    .map(({ a, b, same }) => ({ faces: [faces.get(resolve(a)), faces.get(resolve(b))], same }))
    .filter(({ faces: own }) => own.every((face) => face !== undefined));
  if (known.length === 0) continue;
  for (const rate of [1e-3, 1e-4]) {
    const threshold = distanceAtRate(info.thresholds, rate);
    const [[all, usual], [, thorough]] = [false, true].map((mirrored) =>
      errorCells(
        known.map(({ faces: [a, b], same }) => ({
          same,
          distance:
            a && b ? distanceOf(info.metric, a.descriptor, b.descriptor) : Number.POSITIVE_INFINITY,
          quality: Math.min(scoreOf(a, mirrored), scoreOf(b, mirrored)),
        })),
        threshold,
      ),
    );
    const what = rate === 1e-3 ? `${name}, ${known.length}` : '';
    rows.push(`| ${[what, rate.toExponential(), all, usual, thorough].join(' | ')} |`);
  }
}
console.log(
  [
    '| pairs | threshold at | all | worst 10 % discarded | thorough |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n'),
);

for (const [name, choose] of /** @type {const} */ ([
  [
    'LFW',
    (/** @type {string} */ file) => file.startsWith(path.resolve(lfw)) || file.startsWith(lfw),
  ],
  ['CFP, frontal', (/** @type {string} */ file) => path.basename(file).startsWith('frontal')],
  ['CFP, profile', (/** @type {string} */ file) => path.basename(file).startsWith('profile')],
])) {
  const own = [...faces].filter(([file, face]) => face && choose(file)).map(([, face]) => face);
  const below = own.filter((face) => scoreOf(face, false) < 0.5).length;
  console.log(`${name}: ${below} of ${own.length} faces are below 0.5`);
}

/**
 * 0 where a face was missed.
 *
 * @param {import('./measured-faces.js').MeasuredFace | null | undefined} face
 * @param {boolean} mirrored whether what the mirror image says counts
 */
function scoreOf(face, mirrored) {
  if (!face) return 0;
  const { mirrorDistance, ...others } = face.quality;
  return qualityScoreOf(
    mirrored && mirrorDistance !== undefined ? face.quality : others,
    info.model,
  );
}
