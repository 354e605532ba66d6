import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Calibration } from '../calibration/calibration.ts';
import { type Person, portrait, useFolder } from './testing/photos.ts';
import { facegpu } from './testing/run.ts';

const people = ['ann', 'bea', 'cleo'] as const satisfies readonly Person[];
/** 108 pairs of two people: enough for a rate of 0.1. */
const photosOfEach = 6;

const at = useFolder(async (folder) => {
  for (const person of people) {
    await mkdir(path.join(folder, 'people', person), { recursive: true });
    for (let i = 0; i < photosOfEach; i++) {
      const photo = portrait(person).flop(i % 2 === 1);
      const file = path.join(folder, 'people', person, `${i}.jpg`);
      await photo
        .modulate({ brightness: 1 - i / 10 })
        .jpeg({ quality: 95 })
        .toFile(file);
    }
  }
});

describe('facegpu calibrate', () => {
  it('writes what distances mean, which compare and identify go by', async () => {
    const [file, cache] = [at('own.json'), at('cache')];
    const args = ['calibrate', at('people'), '--cache', cache];
    const measured = await facegpu([...args, '--far', '0.3', '--out', file]);
    expect(measured.code).toBe(0);
    expect(measured.stdout).toMatch(/^pairs +45 of one person, 108 of two\n/m);
    expect(measured.stdout).toMatch(/^threshold at 0\.3 +0\.\d{4}; the model's own is 0\.5834 /m);
    const calibration: Calibration = JSON.parse(await readFile(file, 'utf8'));
    expect(calibration).toMatchObject({ name: 'people', extrapolated: false, falseMatchRate: 0.3 });

    const photos = ['ann/0.jpg', 'ann/1.jpg', 'bea/0.jpg'].map((name) => at('people', name));
    const compare = async (a: string, b: string) => {
      const args = ['compare', a, b, '--json', '--calibration', file];
      return JSON.parse((await facegpu(args)).stdout);
    };
    const [ann, annAgain, bea] = photos;
    const same = await compare(ann, annAgain);
    expect(same).toMatchObject({ same: true, calibration: 'people', falseMatchRate: 0.3 });
    expect(same.threshold).toBeCloseTo(calibration.threshold, 10);
    expect(same.probability).toBeGreaterThan(0.9);
    const different = await compare(ann, bea);
    expect(different.probability).toBeLessThan(0.5);
    const words = await facegpu(['compare', ann, annAgain, '--calibration', file]);
    expect(words.stdout).toMatch(/\none person’s with a probability of 0\.9\d\d, by people\n$/);

    // The table of names has a column more.
    const identify = ['identify', '--people', at('people'), photos[0], '--calibration', file];
    const table = await facegpu(identify);
    expect(table.stdout).toMatch(/│ distance +│ probability +│\n/);
    expect(table.stdout).toMatch(/│ ann +│ 0\.000 +│ 0\.9\d\d +│\n/);
    expect(table.stderr).toContain('note: the calibration is people');

    await writeFile(at('other.json'), JSON.stringify({ ...calibration, model: 'net@1/chip112' }));
    const other = await facegpu(['compare', ann, bea, '--calibration', at('other.json')]);
    expect(other.stderr).toContain('was measured with descriptors of net@1/chip112');
    expect(other.code).toBe(1);
  });

  it('keeps it in a gallery, which goes by it', async () => {
    const [gallery, people] = [at('people.db'), at('people')];
    const enroll = ['gallery', 'enroll', gallery, '--name', 'ann', at('people/ann/0.jpg')];
    expect((await facegpu(enroll)).code).toBe(0);
    const measure = ['calibrate', people, '--far', '0.3', '--cache', at('cache-3')];
    const kept = await facegpu([...measure, '--gallery', gallery]);
    expect(kept.code).toBe(0);
    expect(kept.stderr).toContain(`the calibration is in ${gallery}: identify --gallery`);
    const identify = ['identify', '--gallery', gallery, at('people/ann/1.jpg')];
    const [{ faces }] = JSON.parse((await facegpu([...identify, '--json'])).stdout);
    expect(faces).toMatchObject([{ name: 'ann', calibration: 'people' }]);
    expect((await facegpu(identify)).stdout).toContain('│ probability');

    // What the gallery's own faces are not described as is refused before it is measured.
    const other = await facegpu([...measure, '--mirror', '--gallery', gallery]);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain('/chip112+mirror is to be measured');
    const missing = await facegpu([...measure, '--gallery', at('missing.db')]);
    expect(missing.stderr).toMatch(/missing\.db: there is no gallery/);
  });

  it('goes by what was measured with other options of recognition, with the same ones alone', async () => {
    const [file, ann, again] = [at('mirror.json'), at('people/ann/0.jpg'), at('people/ann/1.jpg')];
    const measure = ['calibrate', at('people'), '--far', '0.3', '--mirror', '--out', file];
    expect((await facegpu(measure)).code).toBe(0);
    const compare = ['compare', ann, again, '--json', '--calibration', file];
    const { stdout } = await facegpu([...compare, '--mirror']);
    expect(JSON.parse(stdout)).toMatchObject({ same: true, calibration: 'people' });
    expect((await facegpu(compare)).stderr).toContain('/chip112+mirror');
  });

  it.each([
    [['/'], /\/ has no name for a calibration\n {2}fix: Name it with --name/],
    [['.', '--name', ''], /the name is empty/],
  ])('asks for a name before it measures: %j', async (args, message) => {
    const outcome = await facegpu(['calibrate', ...args, '--far', '0.1']);
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });

  it('says what too few pairs can’t tell', async () => {
    const args = ['calibrate', at('people'), '--cache', at('cache-2'), '--json'];
    const { code, stdout, stderr } = await facegpu([...args, '--far', '0.001', '--out', at('x')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/108 pairs of two people: too few for any threshold .* 0\.001/);
    expect(JSON.parse(stdout).error.code).toBe('bad-argument');
    await expect(readFile(at('x'))).rejects.toThrow('ENOENT');
  });
});
