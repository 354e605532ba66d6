import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Detection, FacePipeline } from '@facegpu/pipeline';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ChipStore } from '../dataset/chip-store.ts';
import { FaceFinder } from '../dataset/face-finder.ts';
import { fakeChipSet } from '../testing/fake-chip-set.ts';
import { descriptorOf, fakePhoto } from '../testing/fake-faces.ts';
import { useFolder, writeFiles } from '../testing/use-folder.ts';

const cli = path.join(
  fileURLToPath(new URL('../../../../', import.meta.url)),
  'packages/pipeline/dist/cli.js',
);

/** The chips of the preset `tiny`. */
const spec = { alignment: { template: 'arcface-112' }, size: 32, margin: 4 };
const side = 40;
const photos = 4;
/** Those who are trained with, then those who are not. */
const people = Array.from({ length: 14 }, (_, i) => `${i < 6 ? 'train' : 'others'}/Person ${i}`);

/** Photos without a face, and a cache that says which chips were cut of them. */
async function fakeFaces(folder: string): Promise<void> {
  const pipeline = await FacePipeline.create();
  const { info } = pipeline;
  await pipeline.dispose();
  const { box, score, descriptor } = fakePhoto('', '', descriptorOf('anyone', 0)).face ?? {};
  const landmarks = Array.from({ length: 68 }, (_, i) => [i, i % 7]);
  const chip = { width: 112, height: 112, data: new Uint8ClampedArray(112 * 112 * 4) };
  const found = {
    faces: [{ box, score, landmarks, descriptor: { values: descriptor }, chip }],
    width: 8,
    height: 8,
  } as unknown as Detection;
  const pretender = { info, detectIn: async () => found } as unknown as FacePipeline;
  const cache = path.join(folder, 'cache');
  await mkdir(cache);
  const finder = await FaceFinder.open(pretender, {
    cache,
    minScore: 0.3,
    upright: false,
    ages: false,
  });
  const store = await ChipStore.open(cache, spec);
  const { bytes } = fakeChipSet(people.length, photos, side);
  for (const [i, person] of people.entries()) {
    for (let photo = 0; photo < photos; photo++) {
      const number = i * photos + photo;
      const background = { r: number, g: 0, b: 0 };
      const png = await sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toBuffer();
      await writeFiles(folder, { [`${person}/${photo}.png`]: png });
      const { key } = await finder.find(png);
      const data = Uint8ClampedArray.from(
        bytes.subarray(number * side * side * 4, (number + 1) * side * side * 4),
      );
      await store.write(key, { width: side, height: side, data });
    }
  }
  const others = people.slice(6);
  const rows = others.flatMap((person, i) => [
    `${person}/0.png,${person}/1.png,1`,
    `${person}/2.png,${others[(i + 1) % others.length]}/3.png,0`,
  ]);
  await writeFiles(folder, { 'pairs.csv': rows.join('\n') });
}

const at = useFolder(fakeFaces);

const argsFor = (out: string) => [
  ...[
    'train',
    'recognizer',
    '--data',
    at('train'),
    '--val',
    at('pairs.csv'),
    '--cache',
    at('cache'),
  ],
  ...['--preset', 'tiny', '--people', '3', '--photos', '2', '--epochs', '20', '--every', '6'],
  ...['--seed', '5', '--out', out, '--json'],
];

/** Runs the built command line; does something to the process meanwhile. */
async function facegpu(
  args: readonly string[],
  meanwhile: (child: ChildProcess) => unknown = () => {},
) {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  await meanwhile(child);
  const [code, signal] = await ended;
  const [stdout, stderr] = await output;
  return { code, signal, stdout, stderr };
}

/** The steps that a log has lines of; nothing of a line that was cut off. */
async function stepsOf(log: string): Promise<number[]> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  return lines.filter((line) => line.includes('"loss"')).map((line) => JSON.parse(line).step);
}

describe('facegpu train recognizer', () => {
  it('ends with the same file, however often it is killed', async () => {
    await mkdir(at('straight'));
    await mkdir(at('killed'));
    const [straight, killed] = [at('straight', 'own.safetensors'), at('killed', 'own.safetensors')];
    const whole = await facegpu(argsFor(straight));
    expect(whole, whole.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(whole.stdout)).toMatchObject({ photos: 24, model: straight });

    const log = `${killed}.log.jsonl`;
    const moments = [2, 14, 27].map((step) => ({
      step: step + Math.floor(8 * Math.random()),
      pause: 40 * Math.random(),
    }));
    for (const [i, { step, pause }] of moments.entries()) {
      const args = [...argsFor(killed), ...(i > 0 ? ['--resume'] : [])];
      const { signal, stderr } = await facegpu(args, async (child) => {
        while (child.exitCode === null && ((await stepsOf(log)).at(-1) ?? 0) < step) await sleep(2);
        await sleep(pause);
        child.kill('SIGKILL');
      });
      expect(signal, stderr).toBe('SIGKILL');
    }
    const last = await facegpu([...argsFor(killed), '--resume']);
    const story = `killed at ${JSON.stringify(moments)}: ${last.stderr}`;
    expect(last.code, story).toBe(0);
    expect((await readFile(killed)).equals(await readFile(straight)), story).toBe(true);
    expect(await stepsOf(log), story).toEqual(await stepsOf(`${straight}.log.jsonl`));
  });
});
