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

    await writeFile(at('other.json'), JSON.stringify({ ...calibration, model: 'net@1/chip112' }));
    const other = await facegpu(['compare', ann, bea, '--calibration', at('other.json')]);
    expect(other.stderr).toContain('was measured with descriptors of net@1/chip112');
    expect(other.code).toBe(1);
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
