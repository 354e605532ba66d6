// How many faces in profile are found: CFP has photos that are named for how they look, frontal-01.jpg, profile-01.jpg.
//
// node packages/bench/profiles.js DIR… [--detector NAME] [--view profile] [--every N] [--out FILE.md]
//
// Each folder has one for each person. Every photo was cut around one face: whatever is found is taken for it.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FacePipeline } from '@facegpu/pipeline';
import { listPhotos } from '@facegpu/train/dataset';
import { shareCell } from './judge-pairs.js';
import { writeReport } from './write-report.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    detector: { type: 'string', default: 'ssd' },
    view: { type: 'string' },
    every: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const { detector, view: only, every, out } = values;
if (positionals.length === 0) throw new Error('name a folder');

const pipeline = await FacePipeline.create({ detector });
/** @type {string[][]} */
const rows = [];
for (const folder of positionals) {
  const photos = (await listPhotos(folder)).photos.map(({ file }) => path.join(folder, file));
  const views = new Set(photos.map(viewOf));
  for (const view of [...views].sort()) {
    if (only !== undefined && view !== only) continue;
    const all = photos.filter((file) => viewOf(file) === view);
    const some = all.filter((_, i) => i % Number(every) === 0);
    const missed = [];
    for (const file of some) if (!(await isFound(file))) missed.push(file);
    for (const file of missed) process.stderr.write(`${file} has no face\n`);
    const count = some.length - missed.length;
    rows.push([
      `\`${path.basename(folder)}\``,
      view,
      `${some.length}`,
      `${count}`,
      shareCell(count, some.length),
    ]);
  }
}
await pipeline.dispose();

/** @param {string} file */
function viewOf(file) {
  return path.basename(file).replace(/-.*/, '');
}

/** @param {string} file */
async function isFound(file) {
  return (await pipeline.detect(file, { descriptors: false })).length > 0;
}

const head = ['folder', 'view', 'photos', 'found', 'recall (95 %)'];
const table = [head, ['---', '---', '--:', '--:', '---'], ...rows];
writeReport(
  out,
  `# How many faces in profile are found

Photos of one face each, cut around it, by \`${detector}\` at the usual least score of 0.3, with all looks that \`detect\` takes.
Intervals are Wilson's.

${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`,
);
