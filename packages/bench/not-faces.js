// How many pictures without a face are taken for one, and what quality those faces have.
//
// node packages/bench/not-faces.js [--detector NAME] [--mesh canonical_face_model.obj] [--folder DIR]
//   [--every N] [--cache FILE] [--seconds N]
//
// Patterns and drawings are made here. Things and animals are pictures of packages that are fetched into a folder, one of
// the machine's temporary files unless --folder names another, and so is the mesh of a statue that was scanned: the pictures
// that are made of it lie there, too. Busts are carved from MediaPipe's canonical face, where --mesh has it. Drawn faces,
// statues and busts are counted apart: a detector is made to find what looks like a face. With --every it looks at each Nth
// picture alone; with --seconds it stops after that long, and goes on from the cache when it is called again.

import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  drawFaces,
  drawPatterns,
  drawShapes,
  photographsOfAnimals,
  picturesOfBusts,
  picturesOfStatue,
  picturesOfThings,
} from '@facegpu/bench/not-faces';
import { FaceGpuError, FacePipeline } from '@facegpu/pipeline';
import { LineCache, looksVersion, note } from '@facegpu/pipeline/command-line';
import { qualityWeights } from '@facegpu/pipeline/evaluate';

const { values } = parseArgs({
  options: {
    detector: { type: 'string', default: 'ssd' },
    mesh: { type: 'string' },
    folder: { type: 'string', default: path.join(tmpdir(), 'facegpu-pictures') },
    every: { type: 'string', default: '1' },
    cache: { type: 'string' },
    seconds: { type: 'string', default: 'Infinity' },
  },
});
const { detector, mesh, folder, every, cache: file, seconds } = values;
const deadline = performance.now() + 1000 * Number(seconds);

/** @type {LineCache<readonly number[] | null>} */
const cache = await LineCache.open(file, {
  encode: (scores) => ({ scores }),
  decode: (fields) => /** @type {{ scores: number[] | null }} */ (fields).scores,
});

const sets = {
  patterns: await drawPatterns(1),
  'shapes at random': await drawShapes(1000),
  things: await picturesOfThings(folder),
  animals: await photographsOfAnimals(folder),
  'drawn faces': await drawFaces(2000),
  'a statue': await picturesOfStatue(folder),
  'carved busts': await picturesOfBusts(mesh, folder),
};

/** @type {FacePipeline | undefined} */
let pipeline;
let left = 0;
const rows = [];
for (const [name, all] of Object.entries(sets)) {
  const pictures = all.filter((_, i) => i % Number(every) === 0);
  const known = [];
  for (const picture of pictures) {
    const scores = await scoresOf(picture);
    if (scores === undefined) left++;
    else if (scores !== null) known.push(scores);
  }
  const scores = known.flat();
  const found = known.filter(({ length }) => length > 0).length;
  const above = [0.1, 0.5].map((least) => scores.filter((score) => score >= least).length);
  const most = scores.length > 0 ? Math.max(...scores).toFixed(3) : '–';
  rows.push([name, known.length, found, scores.length, ...above, most]);
}
await pipeline?.dispose();
if (left > 0) note(`${left} pictures are left: call again`);
console.log(
  [
    '| pictures | number | with a face found | faces | quality from 0.1 | from 0.5 | the best |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n'),
);

/**
 * The quality of each face that is found in a picture: null where it is none that can be read, nothing where there is no
 * time left to look at it.
 *
 * @param {Buffer} picture
 */
async function scoresOf(picture) {
  const key = LineCache.key(picture, { detector, looksVersion, weights: qualityWeights });
  const known = cache.get(key);
  if (known !== undefined || performance.now() > deadline) return known;
  pipeline ??= await FacePipeline.create({ detector });
  const scores = await pipeline.detect(picture, { quality: true, upright: true }).then(
    (faces) => faces.map(({ quality }) => quality?.score ?? 0),
    (error) => {
      if (error instanceof FaceGpuError && error.code === 'bad-image') return null;
      throw error;
    },
  );
  await cache.set(key, scores);
  return scores;
}
