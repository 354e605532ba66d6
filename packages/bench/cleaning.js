// How many wrong labels `facegpu dataset clean` finds, where a tenth of them is made wrong on purpose.
//
// node packages/bench/cleaning.js DIR [--people COUNT] [--cache DIR] [--out FILE.md]
//
// DIR has a folder for each person. Of people with five photos and more, a tenth of the photos get the name of
// somebody else, by three seeds; photos stay where they are, a CSV file says whom they show.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const leastPhotos = 5;
const flippedShare = 0.1;
const seeds = [1, 2, 3];
/** The shares of all photos that somebody looks at, the worst first. */
const looks = [0.1, 0.15, 0.2];

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { people: { type: 'string' }, cache: { type: 'string' }, out: { type: 'string' } },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('name a folder that has a folder for each person');

const known = readdirSync(folder).sort();
const photosOf = (/** @type {string} */ person) =>
  readdirSync(path.join(folder, person)).map((name) => path.resolve(folder, person, name));
const people = known
  .filter((person) => photosOf(person).length >= leastPhotos)
  .slice(0, values.people === undefined ? undefined : Number(values.people));
const photos = people.flatMap((person) => photosOf(person).map((file) => ({ person, file })));
const scratch = mkdtempSync(path.join(tmpdir(), 'facegpu-cleaning-'));
const rows = seeds.map((seed) => {
  const flips = flip(seed);
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
 * Writes the list of photos with some wrong names.
 *
 * @param {number} seed
 * @returns {Set<string>} the photos whose name is wrong
 */
function flip(seed) {
  const random = generator(seed);
  const below = (/** @type {number} */ count) => Math.floor(random() * count);
  const order = photos.map((photo) => ({ photo, key: random() })).sort((a, b) => a.key - b.key);
  const wrong = order.slice(0, Math.round(flippedShare * photos.length));
  const flips = new Set(wrong.map(({ photo }) => photo.file));
  const lines = photos.map(({ file, person }) => {
    const others = people.filter((name) => name !== person);
    const shown = flips.has(file) ? others[below(others.length)] : person;
    return `${path.relative(scratch, file)},${shown}\n`;
  });
  writeFileSync(path.join(scratch, 'people.csv'), `file,person\n${lines.join('')}`);
  return flips;
}

/**
 * What the command line finds suspect, the worst first.
 *
 * @returns {{ file: string, person: string, proposed: string | null }[]}
 */
function clean() {
  const args = [
    'tools/setup/facegpu.mjs',
    'dataset',
    'clean',
    path.join(scratch, 'people.csv'),
    '--json',
  ];
  const cache = [
    '--cache',
    path.resolve(values.cache ?? path.join(tmpdir(), 'facegpu-cleaning-cache')),
  ];
  const { status, stdout } = spawnSync(process.execPath, [...args, ...cache], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`facegpu dataset clean ended with ${status}`);
  return JSON.parse(stdout);
}

/**
 * Random numbers from 0 to 1 (mulberry32).
 *
 * @param {number} seed
 */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
