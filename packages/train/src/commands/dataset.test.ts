import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ChipStore } from '../dataset/chip-store.ts';
import { presetRecognizer } from '../recognizer/presets.ts';
import { recognizerChips } from '../recognizer/recognizer-model.ts';
import { serializeRecognizer } from '../recognizer/save-recognizer.ts';
import { useFolder, writeFiles } from '../testing/use-folder.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const cli = path.join(root, 'packages/pipeline/dist/cli.js');
const sample = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo/sample1.jpg',
);

/** Where the three faces of the sample photo are; each is alone on its cut-out. */
const places = { ann: [1390, 140], bea: [310, 280], cleo: [740, 330] } as const;

/** A photo of one of them; another picture for another shift, and a larger one. */
function portrait(person: keyof typeof places, shift = 0): Promise<Buffer> {
  const [left, top] = places[person];
  return sharp(sample)
    .extract({ left: left + shift, top, width: 380, height: 380 })
    .modulate({ brightness: 1 + shift / 200 })
    .resize(300 + 2 * shift)
    .jpeg()
    .toBuffer();
}

const at = useFolder(async (folder) => {
  const scene = sharp({ create: { width: 320, height: 240, channels: 3, background: '#7799bb' } });
  const ann = await portrait('ann');
  await writeFiles(folder, {
    'people/Ann/1.jpg': ann,
    'people/Ann/2.jpg': await portrait('ann', 20),
    'people/Ann/3.jpg': await portrait('ann', -20),
    'people/Ann/copy.jpg': ann,
    'people/Bea/1.jpg': await portrait('bea'),
    'people/Bea/2.jpg': await portrait('bea', 20),
    'people/Bea/3.jpg': await portrait('bea', -20),
    'people/Bea/really ann.jpg': await portrait('ann', 30),
    'people/Cleo/1.jpg': await portrait('cleo'),
    'people/Cleo/nobody.png': await scene.png().toBuffer(),
    'people/Cleo/broken.jpg': ann.subarray(0, 900),
    'people/Empty/': '',
  });
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line; does something to the process meanwhile. */
async function facegpu(
  args: readonly string[],
  meanwhile: (child: ChildProcess) => unknown = () => {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  await meanwhile(child);
  const [code] = await ended;
  const [stdout, stderr] = await output;
  return { code, stdout, stderr };
}

const lines = async (file: string) =>
  (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');

/** The lines of a cache, without one that was cut off. */
const records = async (file: string) => (await lines(file)).filter((line) => line.endsWith('}'));

describe('facegpu dataset', () => {
  it('goes on where it was killed, and lists what is wrong', async () => {
    const cache = at('cache');
    const faces = path.join(cache, 'faces.jsonl');
    const args = ['dataset', 'clean', at('people'), '--json', '--cache', cache];
    const killed = await facegpu(args, async (child) => {
      while (child.exitCode === null && (await records(faces)).length < 3) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      child.kill('SIGKILL');
    });
    expect(killed.stdout).toBe('');
    const before = await records(faces);
    expect(before.length).toBeGreaterThanOrEqual(3);

    const page = at('clean.html');
    const { code, stdout } = await facegpu([...args, '--out', page]);
    expect(code).toBe(0);
    const suspects: Record<string, unknown>[] = JSON.parse(stdout);
    for (const suspect of suspects) {
      expect(Object.keys(suspect)).toEqual(['file', 'person', 'proposed', 'score', 'kinds']);
    }
    const found = Object.fromEntries(suspects.map(({ file, ...rest }) => [file, rest]));
    expect(found).toMatchObject({
      'Cleo/nobody.png': { person: 'Cleo', proposed: null, kinds: ['no-face'] },
      'Cleo/broken.jpg': { person: 'Cleo', proposed: null, kinds: ['quality'] },
      'Bea/really ann.jpg': { person: 'Bea', proposed: 'Ann' },
    });
    // All portraits of a person are cut out of one photo.
    expect(found['Bea/really ann.jpg'].kinds).toContain('label');
    const copies = ['Ann/1.jpg', 'Ann/copy.jpg'].filter((file) => file in found);
    expect(copies.length).toBeGreaterThan(0);
    for (const file of copies) expect(found[file].kinds).toEqual(['duplicate']);
    const scores = suspects.map(({ score }) => Number(score));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect((await stat(page)).size).toBeGreaterThan(20_000);

    // What was found before it was killed was not looked for again; copies are one photo.
    const after = await records(faces);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(9);
    const [chips = ''] = (await readdir(cache)).filter((name) => name.startsWith('chips-'));
    const files = await readdir(path.join(cache, chips), { recursive: true });
    expect(files.filter((name) => name.endsWith('.png'))).toHaveLength(8);
  });

  it('reports from the same cache, and applies what was decided', async () => {
    const report = await facegpu([
      ...['dataset', 'report', at('people'), '--json'],
      ...['--cache', at('cache'), '--out', at('report.html')],
    ]);
    expect(report.code).toBe(0);
    const { people, photos, faces, problems } = JSON.parse(report.stdout);
    expect({ people, photos, faces }).toEqual({ people: 3, photos: 11, faces: 9 });
    expect(problems.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'empty-person',
      'no-face',
      'unreadable',
    ]);
    expect(await readFile(at('report.html'), 'utf8')).toContain('<svg ');

    await writeFiles(at(), { 'none.json': '{"format":"facegpu-decisions-1","decisions":[]}' });
    const csv = at('all.csv');
    const applied = await facegpu([
      ...['dataset', 'apply', at('people'), at('none.json'), '--out', csv, '--json'],
    ]);
    expect(JSON.parse(applied.stdout)).toMatchObject({ csv, kept: 11, moved: 0, dropped: 0 });
    expect(await lines(csv)).toHaveLength(12);
  });

  it('describes faces that are known by another recogniser, and looks for none anew', async () => {
    const cache = at('cache');
    const before = await lines(path.join(cache, 'faces.jsonl'));
    const args = ['dataset', 'clean', at('people'), '--json', '--cache', cache];
    const first = await facegpu([...args, '--recognizer', 'dlib']);
    expect(first.code, first.stderr).toBe(0);
    const suspects: Record<string, unknown>[] = JSON.parse(first.stdout);
    const wrong = suspects.find(({ file }) => file === 'Bea/really ann.jpg');
    expect(wrong).toMatchObject({ person: 'Bea', proposed: 'Ann' });

    // One that was trained here: its chips are those that it was trained with.
    const model = presetRecognizer('tiny', 1);
    const thresholds = [0.3, 0.1].map((rate) => ({
      falseMatchRate: rate,
      distance: rate,
      pairs: 100,
    }));
    const own = serializeRecognizer(model, 'own', new Map(), { thresholds, measuredOn: 'nobody' });
    await writeFile(at('own.safetensors'), own);
    const { code, stdout, stderr } = await facegpu([
      ...['dataset', 'report', at('people'), '--json', '--cache', cache],
      ...['--recognizer', at('own.safetensors')],
    ]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      faces: 9,
      model: expect.stringMatching(/^own@.*chip32$/),
      metric: 'cosine',
    });
    const chips = await ChipStore.open(cache, recognizerChips(model));

    const files = await readdir(cache);
    const descriptors = files.filter((name) => name.startsWith('descriptors-'));
    const counts = await Promise.all(
      descriptors.map(async (name) => (await lines(path.join(cache, name))).length),
    );
    expect(counts).toEqual([8, 8]);
    const after = await lines(path.join(cache, 'faces.jsonl'));
    expect(after).toEqual(before);
    const { key } = JSON.parse(after.filter((line) => line.includes('"age"')).at(-1) ?? '{}');
    expect(await chips.has(key)).toBe(true);
  });

  it.each([
    [['report', '--recognizer', 'tiny'], /not a recognizer/],
    [['clean', '--serve'], /Name one: --decisions FILE/],
    [['report', 'nowhere'], /nowhere can't be read: ENOENT/],
  ])('refuses %j', async ([command, ...rest], message) => {
    const data = rest.includes('nowhere') ? [] : [at('people')];
    const { code, stderr } = await facegpu(['dataset', command, ...data, ...rest]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) });
  });
});
