import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyScene, type Person, portrait, useFolder } from './testing/photos.ts';
import { facegpu } from './testing/run.ts';

/** Each person has a photo and, as the second one, its mirror image. */
const people = ['ann', 'bea', 'cleo'] as const satisfies readonly Person[];
const lfwFile = (person: string, number: number) => `${person}/${person}_000${number}.jpg`;

const at = useFolder(async (folder) => {
  const file = (...names: string[]) => path.join(folder, ...names);
  await Promise.all(
    ['photos', 'alone/ann', 'lfw', ...people.map((person) => `lfw/${person}`)].map((name) => {
      return mkdir(file(name), { recursive: true });
    }),
  );
  await Promise.all([
    ...people.map(async (person) => {
      const [first, second] = [1, 2].map((number) => file('lfw', lfwFile(person, number)));
      await portrait(person).jpeg({ quality: 95 }).toFile(first);
      await portrait(person).flop().jpeg({ quality: 95 }).toFile(second);
      await copyFile(first, file('photos', `${person}1.jpg`));
      await copyFile(second, file('photos', `${person}2.jpg`));
    }),
    portrait('ann').toFile(file('alone/ann/1.png')),
    emptyScene().toFile(file('photos/nobody.png')),
  ]);
  const rows = [
    'path_a,path_b,same',
    'photos/ann1.jpg,photos/ann2.jpg,1',
    'photos/bea1.jpg,photos/nobody.png,0',
    '',
    '"photos/bea1.jpg","photos/bea2.jpg",1',
    'photos/ann1.jpg,photos/bea1.jpg,0',
    'photos/nobody.png,photos/ann2.jpg,1',
  ];
  await writeFile(file('pairs.csv'), `\uFEFF${rows.join('\r\n')}\r\n`);
  const same = people.map((person) => `${person}\t1\t2`);
  const different = ['ann\t1\tbea\t2', 'bea\t1\tcleo\t1', 'ann\t2\tcleo\t2'];
  await writeFile(file('pairs.txt'), `3\n${[...same, ...different].join('\n')}\n`);
  await writeFile(file('folds.txt'), `1\t3\n${[...same, 'ann\t1\t3', ...different].join('\n')}\n`);
  const ten = Array.from({ length: 10 }, (_, i) => [same[i % 3], different[i % 3]]).flat();
  await writeFile(file('ten-folds.txt'), `10\t1\n${ten.join('\n')}\n`);
});

interface Result {
  readonly pairs: number;
  readonly matedPairs: number;
  readonly nonMatedPairs: number;
  readonly missed: readonly string[];
  readonly unreadable: readonly string[];
  readonly leftOut: number;
  readonly threshold: number;
  readonly accuracy: number;
  readonly best: { readonly accuracy: number; readonly threshold: number };
  readonly auc: number;
  readonly tar?: Readonly<Record<'0.01' | '0.001', number>>;
  readonly distances: readonly (number | null)[];
  readonly discard?: readonly { readonly discarded: number; readonly error: number }[];
}

/** Runs `facegpu evaluate` outside of the folder with the photos. */
async function evaluate(...args: string[]): Promise<Result> {
  const { code, stdout } = await facegpu(['evaluate', '--json', ...args]);
  expect(code).toBe(0);
  const result = JSON.parse(stdout) as Result;
  const counts = ['pairs', 'matedPairs', 'nonMatedPairs', 'missed', 'unreadable', 'leftOut'];
  // Without pairs of two people none of theirs can be accepted.
  const accepted = result.nonMatedPairs > 0 ? ['tar'] : [];
  const shares = ['accuracy', 'best', 'auc', ...accepted, 'intervals'];
  const own = args.includes('--report') ? ['discard'] : [];
  const keys = ['model', ...counts, 'threshold', ...shares, ...own, 'distances'];
  expect(Object.keys(result)).toEqual(keys);
  expect(Object.keys(result.best)).toEqual(['accuracy', 'threshold']);
  if (result.tar) expect(Object.keys(result.tar)).toEqual(['0.01', '0.001']);
  return result;
}

async function lines(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
}

describe('facegpu evaluate', () => {
  it.concurrent('measures pairs of a CSV file, and goes on from a cache that was cut off', async () => {
    const [csv, cache, plot] = [at('pairs.csv'), at('cache'), at('roc.svg')];
    const first = await evaluate(csv, '--cache', cache, '--plot', plot);
    const [ann, nobody, bea, two, missed] = first.distances;
    expect([nobody, missed]).toEqual([null, null]);
    for (const same of [ann, bea]) expect(same).toBeLessThan(0.4);
    expect(two).toBeGreaterThan(0.6);
    expect(first).toMatchObject({
      pairs: 5,
      missed: ['photos/nobody.png'],
      // One of the pairs that show one person is infinitely far, and so is one of the others.
      accuracy: 0.8,
      best: { accuracy: 0.8 },
      tar: { '0.01': 2 / 3, '0.001': 2 / 3 },
    });
    // Of 3 × 2 comparisons, the missed pair loses one, and ties with the other.
    expect(first.auc).toBeCloseTo(4.5 / 6, 10);
    expect(await readFile(plot, 'utf8')).toMatch(/^<svg[\s\S]*5 pairs[\s\S]*<\/svg>/);

    const entries = await lines(cache);
    expect(entries).toHaveLength(5);
    // A descriptor of nowhere shows whether the cache is asked, and a cut-off line is measured again.
    const fake = entries.map((line) => JSON.parse(line) as { descriptor: number[] | null });
    const untouched = fake.findIndex(({ descriptor }) => descriptor !== null);
    const [moved] = fake.splice(untouched, 1);
    const faked = JSON.stringify({ ...moved, descriptor: moved.descriptor?.map(() => 9) });
    const rest = fake.map((entry) => JSON.stringify(entry));
    await writeFile(cache, [faked, ...rest].join('\n').slice(0, -20));
    const second = await evaluate(csv, '--cache', cache);
    expect(await lines(cache)).toHaveLength(6);
    const changed = second.distances.filter((distance, i) => distance !== first.distances[i]);
    expect(changed.length).toBeGreaterThan(0);
    for (const distance of changed) expect(distance).toBeGreaterThan(0.6);
    expect(second.missed).toEqual(first.missed);
  });

  it.concurrent('reads quoted names, and leaves out the pairs of photos that can’t be read', async () => {
    const names = ['Doe, John.jpg', 'say "hi".jpg'];
    for (const name of names) await copyFile(at('photos/ann1.jpg'), at('photos', name));
    await writeFile(at('photos/text.jpg'), 'Dear diary,\n');
    const rows = [
      '"photos/Doe, John.jpg",photos/ann2.jpg,1',
      '"photos/say ""hi"".jpg", photos/bea1.jpg ,0',
      'photos/ann1.jpg,photos/gone.jpg,0',
      'photos/text.jpg,photos/gone.jpg,1',
    ];
    await writeFile(at('quoted.csv'), rows.join('\n'));
    const { code, stdout, stderr } = await facegpu(['evaluate', '--json', at('quoted.csv')]);
    expect(code).toBe(1);
    const unreadable = ['photos/gone.jpg', 'photos/text.jpg'];
    expect(JSON.parse(stdout)).toMatchObject({
      pairs: 2,
      missed: [],
      unreadable,
      leftOut: 2,
      accuracy: 1,
      distances: [expect.any(Number), expect.any(Number), null, null],
    });
    for (const photo of unreadable) expect(stderr).toMatch(new RegExp(`^${photo}: `, 'm'));

    await writeFile(at('gone.csv'), 'photos/gone.jpg,photos/ann1.jpg,1\n');
    const nothing = await facegpu(['evaluate', at('gone.csv')]);
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain('no pair is left');
  });

  it.concurrent('turns photos one way and the other, and averages with the mirror image', async () => {
    await copyFile(at('photos/ann1.jpg'), at('photos/copy.jpg'));
    await writeFile(at('copies.csv'), 'photos/ann1.jpg,photos/copy.jpg,1\n');
    const cache = at('rolled');
    const { distances } = await evaluate(at('copies.csv'), '--roll', '20', '--cache', cache);
    // The same bytes, turned by 40° against each other.
    expect(distances[0]).toBeGreaterThan(1e-5);
    expect(distances[0]).toBeLessThan(0.5);
    expect(await lines(cache)).toHaveLength(2);

    await writeFile(at('mirrored.csv'), 'photos/cleo1.jpg,photos/cleo2.jpg,1\n');
    const mirrored = await evaluate(at('mirrored.csv'), '--mirror', '--cache', cache);
    expect(mirrored.distances[0]).toBeLessThan(0.15);
    // Neither what was turned nor what was not mirrored answers for it.
    expect(await lines(cache)).toHaveLength(4);
  });

  it.concurrent('reads the layout of LFW and both formats of its pairs', async () => {
    const options = ['--lfw', at('lfw'), '--cache', at('lfw-cache')];
    const pairs = await evaluate(...options, '--pairs', at('pairs.txt'));
    expect(pairs).toMatchObject({ pairs: 6, missed: [], accuracy: 1, auc: 1 });
    expect(pairs.tar).toEqual({ '0.01': 1, '0.001': 1 });
    expect(pairs.best.accuracy).toBe(1);
    const [same, different] = [pairs.distances.slice(0, 3), pairs.distances.slice(3)];
    expect(Math.max(...same.map(Number))).toBeLessThan(pairs.best.threshold);
    expect(Math.min(...different.map(Number))).toBeGreaterThan(pairs.best.threshold);

    // The other format, in words, with a photo that isn't there.
    const folds = ['evaluate', ...options, '--pairs', at('folds.txt')];
    const { code, stdout, stderr } = await facegpu(folds);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ann\/ann_0003\.jpg: .*ann_0003\.jpg can't be read: ENOENT/m);
    expect(stdout).toMatch(
      /^descriptors .*\npairs +6\npairs left out +1\nunreadable +1: ann\/ann_0003\.jpg\nphotos without a face +0\naccuracy at 0\.\d{3} +100\.00 % \(\d+\.\d\d % – 100\.00 %\)\n/,
    );
    for (const row of ['best accuracy', 'area under the curve']) expect(stdout).toContain(row);
    for (const [rate, needed] of Object.entries({ 1: 100, 0.1: 1000 })) {
      const words = `too few pairs: takes ${needed} of two people, there are 3`;
      expect(stdout).toMatch(new RegExp(`^accepted at FAR ${rate} % +${words}$`, 'm'));
    }
    expect(await lines(at('lfw-cache'))).toHaveLength(6);

    // Ten folds, each decided by the threshold of the other nine.
    const ten = ['evaluate', ...options, '--pairs', at('ten-folds.txt')];
    const { crossValidation, ...rest } = JSON.parse((await facegpu([...ten, '--json'])).stdout);
    expect(rest).toMatchObject({ pairs: 20, leftOut: 0, accuracy: 1 });
    const perfect = { mean: 1, standardError: 0 };
    expect(crossValidation).toMatchObject({ accuracy: perfect, atThreshold: perfect });
    expect(crossValidation.folds).toHaveLength(10);
    expect(crossValidation.folds[9]).toMatchObject({ pairs: 2, accuracy: 1, atThreshold: 1 });
    expect((await facegpu(ten)).stdout).toMatch(
      /^mean of 10 folds +100\.00 ± 0\.00 % at 0\.\d{3} to 0\.\d{3}, of the others\n +100\.00 ± 0\.00 % at 0\.583$/m,
    );
  });

  it.concurrent('writes a page that needs nothing besides itself', async () => {
    const rows = [
      'path_a,path_b,same,light',
      'photos/ann1.jpg,photos/ann2.jpg,1,day',
      'photos/bea1.jpg,photos/bea2.jpg,1,<b>night</b>',
      'photos/ann1.jpg,photos/bea1.jpg,0,day',
      'photos/nobody.png,photos/ann2.jpg,1,',
    ];
    await writeFile(at('grouped.csv'), rows.join('\n'));
    const groups = [
      'path,side',
      'photos/ann1.jpg,left',
      'photos/ann2.jpg,right',
      'photos/bea1.jpg,left',
    ];
    await writeFile(at('groups.csv'), groups.join('\n'));
    const [page, cache] = [at('report.html'), at('report-cache')];
    const args = ['--report', page, '--groups', at('groups.csv'), '--cache', cache];
    const { distances, discard } = await evaluate(at('grouped.csv'), ...args);
    expect(discard?.[0]).toMatchObject({ discarded: 0, error: 0.25 });
    // Where no face was found, there is no quality: the pair goes first.
    expect(discard?.at(-1)?.error).toBe(0);
    const html = await readFile(page, 'utf8');
    for (const title of ['ROC curve', 'DET curve', 'Distances', 'Error versus discard']) {
      expect(html).toContain(`aria-label="${title}"`);
    }
    expect(html).toContain('<td>&#60;b&#62;night&#60;/b&#62;</td>');
    for (const group of ['day', 'left', 'left × right'])
      expect(html).toContain(`<td>${group}</td>`);
    expect(html).toContain('<td class="number">1</td>');
    expect(html).toContain('too few pairs: takes 1000 of two people, there are 1<');
    expect(html).not.toMatch(/(src|href)="(?!data:)/);
    // Two pairs of one person and one of two, with a photo and a chip of each face.
    expect(html.match(/src="data:image\/jpeg;base64,/g)).toHaveLength(12);
    expect(html).toContain(`<b>${Number(distances[2]).toFixed(3)}</b>`);
    // A descriptor and a quality of each photo; again, it comes of the cache.
    expect(await lines(cache)).toHaveLength(10);
    await evaluate(at('grouped.csv'), ...args);
    expect(await lines(cache)).toHaveLength(10);
  });

  it.concurrent('compares all photos of a folder of people', async () => {
    const args = ['evaluate', '--people', at('lfw'), '--cache', at('people-cache')];
    const { code, stdout } = await facegpu([...args, '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      people: 3,
      photos: 6,
      missed: [],
      matedPairs: 3,
      nonMatedPairs: 12,
      atRates: [{ far: 0.1, tar: { value: 1 } }],
      eer: { rate: 0 },
      identification: { probes: 6, rank1: 1, rank5: 1 },
    });
    // The thresholds of the model, and what they do here.
    expect(report.atThresholds).toHaveLength(5);
    // Two of the faces come from different group photos, and look like one person's.
    for (const { fmr } of report.atThresholds) expect(fmr.value).toBeLessThan(0.2);
    for (const { fmr } of report.atThresholds.slice(2)) expect(fmr.value).toBe(0);

    const words = await facegpu(args);
    expect(words.stdout).toMatch(/^people +3, 6 photos\n/m);
    expect(words.stdout).toMatch(/^rank 1, rank 5 +100\.00 %, 100\.00 % of 6 photos\n/m);
    expect(words.stdout).toContain('false-non-match rate');
    expect(await lines(at('people-cache'))).toHaveLength(6);

    // Several recognition models are measured on the same faces.
    const both = ['--recognizer', 'arcface', '--recognizer', 'dlib', '--json'];
    const [arcface, dlib] = JSON.parse((await facegpu([...args, ...both])).stdout);
    expect(arcface).toEqual(report);
    expect(dlib).toMatchObject({ metric: 'euclidean', photos: 6, nonMatedPairs: 12 });
    expect(dlib.model).toMatch(/^face-recognition-128@/);
    expect(await lines(at('people-cache'))).toHaveLength(12);
  });

  it.each([
    ['a,b,same\na.jpg,b.jpg,1\na.jpg,b.jpg\n', ['{}'], /line 3 is not a pair/],
    ['a.jpg,b.jpg,2\n', ['{}'], /line 1 is not a pair/],
    ['a.jpg,b.jpg,1\n\na.jpg,b.jpg,yes\n', ['{}'], /line 3 is not a pair/],
    ['"a.jpg,b.jpg,1\n', ['{}'], /list: line \d: .*Quote/],
    ['\n', ['{}'], /has no pairs/],
    ['ann 1 2\n', ['--lfw', '.', '--pairs', '{}'], /line 1 is not a pair/],
    ['1\nann 1\n', ['--lfw', '.', '--pairs', '{}'], /line 2 is not a pair/],
    ['10 1\nann 1 2\n', ['--lfw', '.', '--pairs', '{}'], /has 1 pairs, .* 10 folds of 1 pairs/],
    ['', ['--lfw', '.'], /not clear what is to be measured: nothing is named/],
    ['', ['{}', '--lfw', '.', '--pairs', '{}'], /to be measured: a CSV file and --lfw/],
    ['', ['{}', '--people', '.'], /to be measured: a CSV file and --people/],
    ['', ['--detection', '{}', '--landmarks', '{}'], /measured: --detection and --landmarks/],
    ['', ['--detection', '{}', '--people', '.'], /measured: --people and --detection/],
    [
      '',
      ['--detection', '{}', '--recognizer', 'dlib'],
      /--recognizer does not go with --detection/,
    ],
    ['', ['--landmarks', '{}', '--plot', 'roc.svg'], /--plot does not go with --landmarks/],
    ['', ['--people', '.', '--plot', 'roc.svg'], /--plot does not go with --people/],
    ['', ['{}', '--pairs', '{}'], /--pairs does not go with a CSV file/],
    [
      'a.jpg,b.jpg,1\n',
      ['{}', '--plot', 'roc.svg', '--recognizer', 'dlib', '--recognizer', 'arcface'],
      /--plot with 2 recognizers/,
    ],
    [
      'a.jpg,b.jpg,1\n',
      ['{}', '--report', 'page.html', '--recognizer', 'dlib', '--recognizer', 'arcface'],
      /--report with 2 recognizers/,
    ],
    ['a.jpg,b.jpg,1\n', ['{}', '--groups', '{}'], /--groups without --report/],
    [
      'a.jpg,b.jpg,1\n',
      ['{}', '--report', 'page.html', '--groups', 'missing.csv'],
      /missing\.csv can't be read: ENOENT/,
    ],
    ['a,b,same,light\na.jpg,b.jpg,1\n', ['{}'], /line 2 is not a pair/],
    ['', ['--people', '.', '--report', 'page.html'], /--report does not go with --people/],
    ['', ['--people', 'alone'], /alone has no two people/],
    ['', ['missing.csv'], /missing\.csv can't be read: ENOENT/],
    ['a.jpg,b.jpg,1\n', ['{}', '--plot', 'nowhere/roc.svg'], /can't be written: ENOENT/],
    ['a.jpg,b.jpg,1\n', ['{}', '--cache', '.'], /can't serve as a cache: EISDIR/],
    ['a.jpg,b.jpg,1\n', ['{}', '--roll', 'left'], /--roll .*Give a number/],
  ])('refuses %j with %j', async (list, args, message) => {
    await writeFile(at('list'), list);
    const given = args.map((arg) => (arg === '{}' ? 'list' : arg));
    const outcome = await facegpu(['evaluate', ...given], { cwd: at() });
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });
});
