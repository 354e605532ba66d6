// What mining triplets is worth: the same network, the same photos, the same minutes, by several seeds each.
//
// node packages/bench/mining.js DIR [--preset NET] [--minutes COUNT] [--cache DIR] [--out NAME]
//
// DIR has a folder for each person. Trainings run one after the other, in turns of the ways of mining; NAME.md gets
// the table, and NAME.svg the curves.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse, View } from 'vega';
import { jsonOf } from './command-line.js';

const ways = ['random', 'semi-hard', 'hard'];
const seeds = [1, 2, 3];
const every = 50;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: 'string' },
    minutes: { type: 'string' },
    cache: { type: 'string' },
    out: { type: 'string' },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('name a folder that has a folder for each person');
const { preset = 'tiny', out } = values;
const minutes = Number(values.minutes ?? 3);
const cache = path.resolve(values.cache ?? path.join(tmpdir(), 'facegpu-mining-cache'));

const scratch = mkdtempSync(path.join(tmpdir(), 'facegpu-mining-'));
const runs = seeds.flatMap((seed) =>
  ways.map((mining) => ({ mining, seed, ...train(mining, seed) })),
);
rmSync(scratch, { recursive: true });

const rows = ways.map((mining) => {
  const own = runs.filter((run) => run.mining === mining);
  const cells = own.map(({ auc, accuracy }) => `${auc.toFixed(3)} (${accuracy.toFixed(3)})`);
  const mean = own.reduce((sum, { auc }) => sum + auc, 0) / own.length;
  const steps = own.map((run) => run.steps).join(', ');
  return `| \`${mining}\` | ${cells.join(' | ')} | ${mean.toFixed(3)} | ${steps} |`;
});
const report = `# What mining triplets is worth

Area under the curve (and accuracy) on a tenth of the people of \`${path.basename(path.resolve(folder))}\`, who were not trained with,
after ${minutes} minutes of the preset \`${preset}\` each, preparations left out: the best that was measured every ${every} steps.

| \`--mining\` | ${seeds.map((seed) => `seed ${seed}`).join(' | ')} | mean | steps |
| --- | ${seeds.map(() => '--:').join(' | ')} | --: | --- |
${rows.join('\n')}
${out === undefined ? '' : `\n![curves](${path.basename(out)}.svg)\n`}
\`node packages/bench/mining.js ../shared/data/lfw-train --preset ${preset} --minutes ${minutes} --out packages/bench/results/mining\`
`;
if (out === undefined) process.stdout.write(report);
else {
  writeFileSync(`${out}.md`, report);
  writeFileSync(`${out}.svg`, await curves());
}

/**
 * @param {string} mining
 * @param {number} seed
 */
function train(mining, seed) {
  const model = path.join(scratch, `${mining}-${seed}.safetensors`);
  /** @type {{ auc: number, accuracy: number }} */
  const { auc, accuracy } = jsonOf(
    ...['train', 'recognizer', '--detector', 'tiny'],
    ...['--data', path.resolve(/** @type {string} */ (folder)), '--cache', cache, '--out', model],
    ...['--preset', preset, '--mining', mining, '--seed', `${seed}`],
    ...['--minutes', `${minutes}`, '--every', `${every}`, '--variation', '0.5'],
  );
  /** @type {{ step: number, seconds: number, auc?: number }[]} */
  const log = readFileSync(`${model}.log.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const points = log.flatMap(({ seconds, auc }) => (auc === undefined ? [] : [{ seconds, auc }]));
  return { auc, accuracy, points, steps: Math.max(...log.map(({ step }) => step)) };
}

/** A line for each training, in the colour of its mining. */
function curves() {
  const lines = runs.flatMap(({ mining, seed, points }) =>
    points.map((point) => ({ ...point, mining, run: `${mining} ${seed}` })),
  );
  const axis = { grid: true, gridColor: '#dddddd', labelFontSize: 12, titleFontSize: 13 };
  const view = new View(
    parse({
      width: 560,
      height: 360,
      padding: 16,
      background: 'white',
      data: [{ name: 'lines', values: lines }],
      scales: [
        { name: 'x', type: 'linear', domain: { data: 'lines', field: 'seconds' }, range: 'width' },
        { name: 'y', type: 'linear', domain: [0.5, 1], zero: false, range: 'height' },
        { name: 'colour', type: 'ordinal', domain: ways, range: 'category' },
      ],
      axes: [
        { ...axis, orient: 'bottom', scale: 'x', title: 'seconds of training' },
        { ...axis, orient: 'left', scale: 'y', title: 'area under the curve on other people' },
      ],
      legends: [{ stroke: 'colour', symbolType: 'stroke', title: '--mining' }],
      marks: [
        {
          type: 'group',
          from: { facet: { name: 'line', data: 'lines', groupby: 'run' } },
          marks: [
            {
              type: 'line',
              from: { data: 'line' },
              encode: {
                enter: {
                  x: { scale: 'x', field: 'seconds' },
                  y: { scale: 'y', field: 'auc' },
                  stroke: { scale: 'colour', field: 'mining' },
                  strokeWidth: { value: 1.5 },
                },
              },
            },
          ],
        },
      ],
    }),
    { renderer: 'none' },
  );
  return view.toSVG();
}
