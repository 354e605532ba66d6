// How many wrong labels `facegpu dataset clean` finds, where a tenth of them is made wrong on purpose.
//
// node packages/bench/cleaning.js DIR [--people COUNT] [--cache DIR] [--out FILE.md]
//
// DIR has a folder for each person. Of people with five photos and more, a tenth of the photos get the name of
// somebody else, by three seeds; photos stay where they are, a CSV file says whom they show.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { jsonOf } from './command-line.js';
import { flipLabels, flippedShare, leastPhotos, readPeople, writeList } from './wrong-labels.js';

const seeds = [1, 2, 3];
/** The shares of all photos that somebody looks at, the worst first. */
const looks = [0.1, 0.15, 0.2];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { people: { type: 'string' }, cache: { type: 'string' }, out: { type: 'string' } },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('name a folder that has a folder for each person');

const photos = readPeople(folder, values.people === undefined ? undefined : Number(values.people));
const people = [...new Set(photos.map(({ person }) => person))];
const scratch = mkdtempSync(path.join(tmpdir(), 'facegpu-cleaning-'));
const list = path.join(scratch, 'people.csv');
const rows = seeds.map((seed) => {
  const flips = flipLabels(photos, seed);
  writeList(list, photos, flips);
  const suspects = clean();
  const isFlip = suspects.map(({ file }) => flips.has(path.resolve(scratch, file)));
  const found = looks.map((share) => {
    return isFlip.slice(0, Math.round(share * photos.length)).filter(Boolean).length / flips.size;
  });
  const named = suspects.filter(({ file, proposed }) => {
    const absolute = path.resolve(scratch, file);
    return flips.has(absolute) && proposed === path.basename(path.dirname(absolute));
  });
  return { seed, flips: flips.size, suspects: suspects.length, found, named: named.length };
});
rmSync(scratch, { recursive: true });

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
const head = [
  'seed',
  'wrong labels',
  'suspects listed',
  ...looks.map((share) => `found in the worst ${percent(share)}`),
  'right name proposed',
];
const report = `# Wrong labels that cleaning finds

\`facegpu dataset clean\` with the default models, on the ${photos.length} photos of ${values.people === undefined ? 'all' : 'the first'} ${people.length} people with
${leastPhotos} photos and more in \`${path.basename(path.resolve(folder))}\` (Labeled Faces in the Wild, 150 pixels): ${percent(flippedShare)} of the photos, drawn by a
seed, are given the name of somebody else of them. Suspects are taken worst first; the list may be shorter than the
share of photos that is looked at.

| ${head.join(' | ')} |
| ${head.map(() => '--:').join(' | ')} |
${rows
  .map(({ seed, flips, suspects, found, named }) => {
    const cells = [seed, flips, suspects, ...found.map(percent), `${named} of ${flips}`];
    return `| ${cells.join(' | ')} |`;
  })
  .join('\n')}

\`node packages/bench/cleaning.js ../shared/data/lfw-train${values.people === undefined ? '' : ` --people ${values.people}`} --out packages/bench/results/cleaning.md\`
`;
if (values.out === undefined) process.stdout.write(report);
else writeFileSync(values.out, report);

/**
 * What the command line finds suspect, the worst first.
 *
 * @returns {{ file: string, person: string, proposed: string | null }[]}
 */
function clean() {
  const cache = path.resolve(values.cache ?? path.join(tmpdir(), 'facegpu-cleaning-cache'));
  return jsonOf('dataset', 'clean', list, '--cache', cache);
}
