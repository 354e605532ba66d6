import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { samples } from '../testing/samples.ts';
import { cutOffPortrait, emptyScene, portrait, portraitSize, useFolder } from './testing/photos.ts';
import { facegpu } from './testing/run.ts';

const [sample] = samples;
const spaced = 'ein Foto – größer & 100% #1.png';

const at = useFolder(async (folder) => {
  const file = (...names: string[]) => path.join(folder, ...names);
  const [jpeg] = await Promise.all([
    readFile(sample),
    mkdir(file('other')),
    mkdir(file('folder.jpg')),
    mkdir(file('pictures')),
  ]);
  await Promise.all([
    portrait('ann').toFile(file(spaced)),
    portrait('ann').toFile(file('-ann.png')),
    portrait('bea').toFile(file('same.png')),
    portrait('bea').toFile(file('pictures/bea.png')),
    cutOffPortrait().toFile(file('cut-off.png')),
    emptyScene().toFile(file('nobody.png')),
    // Stored on their sides, with a note that says so.
    sharp(sample).rotate(270).withMetadata({ orientation: 6 }).toFile(file('turned.jpg')),
    portrait('cleo').rotate(270).withMetadata({ orientation: 6 }).toFile(file('other/same.jpg')),
    writeFile(file('empty.jpg'), ''),
    writeFile(file('text.jpg'), 'Dear diary,\n'),
    writeFile(file('truncated.jpg'), jpeg.subarray(0, 40_000)),
  ]);
});

interface JsonFace {
  readonly box: Record<'x' | 'y' | 'width' | 'height', number>;
  readonly score: number;
  readonly landmarks: readonly (readonly number[])[];
  readonly model: string;
  readonly descriptor: readonly number[];
  readonly expressions?: Readonly<Record<string, number>>;
  readonly age?: number;
  readonly gender?: string;
  readonly match?: {
    readonly file: string;
    readonly face: number;
    readonly distance: number;
  } | null;
}

interface JsonPhoto {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly faces: readonly JsonFace[];
}

const faceKeys = ['box', 'score', 'landmarks', 'model', 'descriptor'];

describe('facegpu detect', () => {
  it.concurrent('prints JSON of exactly these fields, in pixels of the upright photo', async () => {
    const photos = [sample, 'turned.jpg', 'nobody.png', spaced];
    const { code, stdout } = await facegpu(['detect', ...photos, '--json'], { cwd: at() });
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as JsonPhoto[];
    expect(found.map(({ file, faces }) => [file, faces.length])).toEqual([
      [sample, 3],
      ['turned.jpg', 3],
      ['nobody.png', 0],
      [spaced, 1],
    ]);
    for (const photo of found) expectPhoto(photo, faceKeys);
    const [upright, turned, nobody] = found;
    expect(upright).toMatchObject({ width: 1920, height: 1280 });
    expect(turned).toMatchObject({ width: 1920, height: 1280 });
    expect(nobody).toEqual({ file: 'nobody.png', width: 320, height: 240, faces: [] });
    // The same faces in the same places: the turned one is a JPEG of a JPEG.
    const centres = ({ faces }: JsonPhoto) =>
      faces.map(({ box }) => [box.x + box.width / 2, box.y + box.height / 2]).sort(byFirst);
    const [expected, got] = [centres(upright).flat(), centres(turned).flat()];
    for (const [i, value] of expected.entries()) expect(Math.abs(got[i] - value)).toBeLessThan(8);
  });

  it.concurrent('goes on past files that can’t be read, and writes pictures of the others', async () => {
    const bad = ['empty.jpg', 'missing.jpg', 'text.jpg', 'truncated.jpg', 'folder.jpg'];
    const good = ['same.png', 'other/same.jpg', 'pictures/bea.png'];
    const photos = [...bad.slice(0, 3), good[0], ...bad.slice(3), ...good.slice(1)];
    const before = await readFile(at('pictures/bea.png'));
    const { code, stdout, stderr } = await facegpu(
      ['detect', '--attributes', photos[0], '--json', ...photos.slice(1), '--out', 'pictures'],
      { cwd: at() },
    );
    expect(code).toBe(1);

    const found = JSON.parse(stdout) as JsonPhoto[];
    expect(found.map(({ file }) => file)).toEqual(good);
    for (const photo of found) {
      expect(photo.faces.length).toBeGreaterThan(0);
      expectPhoto(photo, [...faceKeys, 'expressions', 'age', 'gender']);
      for (const { expressions = {}, age = 0, gender } of photo.faces) {
        const probabilities = Object.values(expressions);
        expect(probabilities).toHaveLength(7);
        expect(probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 3);
        expect(age).toBeGreaterThan(15);
        expect(age).toBeLessThan(60);
        expect(gender).toBe('female');
      }
    }

    const reports = stderr.split('\n').filter((line) => /^\S+\.jpg: /.test(line));
    expect(reports.map((line) => line.split(':')[0])).toEqual(bad);
    for (const [i, reason] of [/empty/, /ENOENT/, /decoded/, /decoded.*end/, /EISDIR/].entries()) {
      expect(reports[i]).toMatch(reason);
    }

    // A photo isn't overwritten by its own picture, nor a picture by another photo's.
    expect(await readFile(at('pictures/bea.png'))).toEqual(before);
    const chips = (name: string, { faces }: JsonPhoto) =>
      faces.map((_, i) => `${name}-face${i + 1}`);
    const pictures = ['same', 'same-2', 'bea-2'];
    const names = pictures.flatMap((name, i) => [name, ...chips(name, found[i])]);
    const written = await readdir(at('pictures'));
    expect(written.sort()).toEqual([...names, 'bea'].map((name) => `${name}.png`).sort());
    expect(stderr).toContain(`${names.length} pictures are in pictures`);
    for (const name of names) {
      const size = /-face\d$/.test(name) ? 112 : portraitSize;
      const { info } = await sharp(at('pictures', `${name}.png`))
        .raw()
        .toBuffer({
          resolveWithObject: true,
        });
      expect([name, info.width, info.height]).toEqual([name, size, size]);
    }
    for (const [i, name] of pictures.entries()) {
      const { x, y, height } = found[i].faces[0].box;
      const drawn = await pixel(at('pictures', `${name}.png`), x, y + height / 2);
      // The first face's green, but for the dark outline under it.
      expect(Math.hypot(drawn[0] - 0x3d, drawn[1] - 0xdc, drawn[2] - 0x84)).toBeLessThan(60);
    }
  });

  it.concurrent('prints a table, of boxes beyond the edge and names that look like options', async () => {
    const options = ['--attributes', '--detector', 'tiny'];
    const photos = ['-ann.png', 'cut-off.png', 'nobody.png'];
    const args = ['detect', ...options, '--', ...photos];
    const { code, stdout, stderr } = await facegpu(args, { cwd: at() });
    expect(code).toBe(0);
    const [head, ann, cutOff, nobody, ...more] = stdout
      .split('\n')
      .filter((line) => line.includes('│'))
      .map((line) => line.split('│').flatMap((cell) => cell.trim() || []));
    expect(more).toEqual([]);
    const attributes = ['age', 'gender', 'expression'];
    expect(head).toEqual(['photo', 'face', 'score', 'x', 'y', 'width', 'height', ...attributes]);
    expect(ann.slice(0, 2)).toEqual(['-ann.png', '1']);
    expect(ann[8]).toBe('female');
    expect(cutOff[0]).toBe('cut-off.png');
    expect(Number(cutOff[3])).toBeLessThan(-10);
    expect(nobody).toEqual(['nobody.png', 'no face']);
    // No bar where nobody watches.
    expect(stderr).not.toContain('\u001b');
  });

  it.concurrent('says which face of another photo shows the same person', async () => {
    const args = ['detect', '--match', spaced, 'same.png', sample];
    const { stdout } = await facegpu([...args, '--json'], { cwd: at() });
    const [ann, bea, group] = JSON.parse(stdout) as JsonPhoto[];
    const matches = group.faces.map(({ match }) => match ?? null);
    // Each portrait was cut from the group.
    for (const [{ file, faces }, i] of [ann, bea].map((photo) => [photo, faceIn(photo)] as const)) {
      expect(faces[0].match).toMatchObject({ file: sample, face: i + 1 });
      expect(matches[i]).toMatchObject({ file, face: 1, distance: faces[0].match?.distance });
    }
    expect(matches.filter((match) => match === null)).toHaveLength(group.faces.length - 2);

    function faceIn({ file }: JsonPhoto): number {
      return matches.findIndex((match) => match?.file === file);
    }
  });

  it.concurrent('cuts faces as face-api does, above a score', async () => {
    const args = ['--compat', 'face-api', '--min-score', '0.95', samples[4]];
    const { code, stdout } = await facegpu(['detect', '--json', ...args]);
    expect(code).toBe(0);
    const [{ faces }] = JSON.parse(stdout) as JsonPhoto[];
    expect(faces).toHaveLength(2);
    for (const { score, model } of faces) {
      expect(score).toBeGreaterThan(0.95);
      expect(model).toMatch(/^face-recognition-128@[0-9a-f]{12}\/box-compat$/);
    }
  });

  it.each([
    [['--min-score', '1.1'], /--min-score .*from 0 to 1/],
    [['--min-score', '-0.1'], /--min-score .*from 0 to 1/],
    [['--min-score', 'high'], /--min-score .*from 0 to 1/],
    [['--min-score', ''], /--min-score .*from 0 to 1/],
    [['--detector', 'big'], /big\.safetensors can't be read/],
    [['--compat', 'dlib'], /Allowed choices are face-api/],
    [['--out', 'text.jpg'], /text\.jpg can't be written: EEXIST\n {2}fix: /],
    [['--out', 'text.jpg/pictures'], /can't be written: ENOTDIR/],
  ])('refuses %j', async (options, message) => {
    const outcome = await facegpu(['detect', spaced, ...options], { cwd: at() });
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });
});

/** Checks every field of a photo in JSON. */
function expectPhoto(photo: JsonPhoto, keys: readonly string[]): void {
  expect(Object.keys(photo)).toEqual(['file', 'width', 'height', 'faces']);
  for (const face of photo.faces) {
    expect(Object.keys(face)).toEqual(keys);
    const { box, score, landmarks, model, descriptor } = face;
    expect(Object.keys(box)).toEqual(['x', 'y', 'width', 'height']);
    expect(score).toBeGreaterThan(0.3);
    expect(score).toBeLessThanOrEqual(1);
    expect(landmarks).toHaveLength(68);
    for (const point of landmarks) {
      expect(point).toHaveLength(2);
      // Around the box, not around the origin, nor in other units.
      expect(Math.abs(point[0] - box.x - box.width / 2)).toBeLessThan(box.width);
      expect(Math.abs(point[1] - box.y - box.height / 2)).toBeLessThan(box.height);
    }
    expect(model).toMatch(/^arcface-mobilefacenet@[0-9a-f]{12}\/chip112$/);
    expect(descriptor).toHaveLength(512);
    expect(Math.hypot(...descriptor)).toBeGreaterThan(0.5);
  }
}

function byFirst([a]: readonly number[], [b]: readonly number[]): number {
  return a - b;
}

/** A pixel of a picture. */
async function pixel(file: string, x: number, y: number): Promise<number[]> {
  const place = { left: Math.round(x), top: Math.round(y), width: 1, height: 1 };
  return [...(await sharp(file).extract(place).removeAlpha().raw().toBuffer())];
}
