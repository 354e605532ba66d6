import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ChipJson } from '../api/chip.ts';
import type { DescriptorJson } from '../api/descriptor.ts';
import { chipFromJson } from '../faces.ts';
import { samples } from '../testing/samples.ts';
import { cutOffPortrait, emptyScene, portrait, portraitSize, useFolder } from './testing/photos.ts';
import { cli, facegpu, run } from './testing/run.ts';

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
  readonly descriptor: DescriptorJson;
  readonly chip?: ChipJson;
  readonly expressions?: Readonly<Record<string, number>>;
  readonly age?: number;
  readonly gender?: string;
  readonly genderProbability?: number;
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

const faceKeys = ['box', 'score', 'landmarks', 'descriptor'];

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
    const bad = ['empty.jpg', 'missing.jpg', 'text.jpg', 'truncated.jpg'];
    const good = ['same.png', 'other/same.jpg', 'pictures/bea.png'];
    const photos = [...bad.slice(0, 3), good[0], ...bad.slice(3), 'folder.jpg', ...good.slice(1)];
    const before = await readFile(at('pictures/bea.png'));
    const { code, stdout, stderr } = await facegpu(
      [
        'detect',
        '--attributes',
        '--chips',
        photos[0],
        '--json',
        ...photos.slice(1),
        '--out',
        'pictures',
      ],
      { cwd: at() },
    );
    expect(code).toBe(1);

    const found = JSON.parse(stdout) as JsonPhoto[];
    expect(found.map(({ file }) => file)).toEqual(good);
    for (const photo of found) {
      expect(photo.faces.length).toBeGreaterThan(0);
      const attributes = ['expressions', 'age', 'gender', 'genderProbability'];
      expectPhoto(photo, [...faceKeys, ...attributes, 'chip']);
      for (const { expressions = {}, age = 0, gender, chip } of photo.faces) {
        expect(chipFromJson(chip as ChipJson).width).toBe(112);
        const probabilities = Object.values(expressions);
        expect(probabilities).toHaveLength(7);
        expect(probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 3);
        expect(age).toBeGreaterThan(15);
        expect(age).toBeLessThan(60);
        expect(gender).toBe('female');
      }
    }

    expect(stderr).toMatch(/^folder\.jpg: there is no picture in it$/m);
    const reports = stderr.split('\n').filter((line) => /^[^\sf]\S*\.jpg: /.test(line));
    expect(reports.map((line) => line.split(':')[0])).toEqual(bad);
    for (const [i, reason] of [/empty/, /ENOENT/, /decoded/, /decoded.*end/].entries()) {
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

  it.concurrent('aligns faces as they are seen from the front', async () => {
    const args = ['detect', '--json', '--chips', '--out', at('frontal')];
    const frontal = ['--alignment', 'frontal', '--detector', 'tiny', 'same.png'];
    const { code, stdout } = await facegpu([...args, ...frontal], { cwd: at() });
    expect(code).toBe(0);
    const [{ faces }] = JSON.parse(stdout);
    expect(faces[0].descriptor.model).toMatch(/\/chip112\+frontal$/);
    expect(faces[0].chip.width).toBe(112);
    expect((await readdir(at('frontal'))).length).toBeGreaterThan(0);
  });

  it.concurrent('cuts faces as face-api does, above a score', async () => {
    const args = ['--compat', 'face-api', '--min-score', '0.95', samples[4]];
    const { code, stdout } = await facegpu(['detect', '--json', ...args]);
    expect(code).toBe(0);
    const [{ faces }] = JSON.parse(stdout) as JsonPhoto[];
    expect(faces).toHaveLength(2);
    for (const { score, descriptor } of faces) {
      expect(score).toBeGreaterThan(0.95);
      expect(descriptor.model).toMatch(/^face-recognition-128@[0-9a-f]{12}\/box-compat$/);
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
    const { box, score, landmarks, descriptor } = face;
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
    expect(Object.keys(descriptor)).toEqual(['model', 'values']);
    expect(descriptor.model).toMatch(/^arcface-mobilefacenet@[0-9a-f]{12}\/chip112$/);
    expect(descriptor.values).toHaveLength(512);
    expect(Math.hypot(...descriptor.values)).toBeGreaterThan(0.5);
  }
}

describe('a library of photos', () => {
  it.concurrent('is gone through with results as they come, and goes on where it stopped', async () => {
    const resume = at('faces.jsonl');
    const photos = ['same.png', 'nobody.png', spaced];
    const args = ['detect', '--jsonl', '--resume', resume, ...photos];
    const first = await facegpu(args, { cwd: at() });
    expect(first.code).toBe(0);
    const lines = linesOf(first.stdout);
    expect(lines.map((line) => JSON.parse(line).file)).toEqual(photos);
    for (const line of lines) expect(line).toMatch(/^\{"key":"[0-9a-f]{64}","file":/);
    expect(linesOf(await readFile(resume, 'utf8')).sort()).toEqual([...lines].sort());

    // A score of nowhere shows whether the file is asked; the last line was cut off.
    const kept = lines.map((line) => line.replace(/"score":[\d.]+/, '"score":0.987'));
    await writeFile(resume, kept.join('\n').slice(0, -30));
    await copyFile(at('same.png'), at('renamed.png'));
    const again = ['--jsonl', '--resume', resume, 'renamed.png', ...photos, 'empty.jpg'];
    const second = await facegpu(['detect', ...again], { cwd: at() });
    expect(second.code).toBe(1);
    const [renamed, same, nobody, last, empty] = linesOf(second.stdout).map((line) =>
      JSON.parse(line),
    );
    // It is the content that counts, not the name.
    expect(renamed).toMatchObject({ file: 'renamed.png', faces: [{ score: 0.987 }] });
    expect(same).toEqual(JSON.parse(kept[0]));
    expect(nobody).toEqual(JSON.parse(kept[1]));
    expect(last.faces[0].score).not.toBe(0.987);
    expect(empty).toEqual({
      file: 'empty.jpg',
      error: { code: 'bad-image', message: expect.stringMatching(/empty/), fix: expect.anything() },
    });
    expect(linesOf(await readFile(resume, 'utf8'))).toHaveLength(4);

    // Other settings are other results; what is printed may be the file itself.
    const command = `"$0" "$@" >> faces.jsonl`;
    const more = ['detect', '--jsonl', '--resume', 'faces.jsonl', 'same.png', '--min-score'];
    for (const score of ['0.5', '0.5', '0.3']) {
      const { code } = await run('sh', ['-c', command, process.execPath, cli, ...more, score], {
        cwd: at(),
      });
      expect(code).toBe(0);
    }
    expect(linesOf(await readFile(resume, 'utf8'))).toHaveLength(5);
  });

  it.concurrent('draws on what was detected in, whatever a photo is called and wherever it comes from', async () => {
    const jpeg = await sharp(sample).resize(640).jpeg().toBuffer();
    await writeFile(at('photo.jpg[1]'), jpeg);
    await writeFile(
      at('notnul.tif'),
      withDescription(await sharp(jpeg).tiff({ compression: 'jpeg' }).toBuffer()),
    );
    await mkdir(at('drawn/taken.png'), { recursive: true });
    await writeFile(at('taken.jpg'), jpeg);
    const command = `cat photo.jpg[1] | "$0" "$@"`;
    const photos = ['photo.jpg[1]', 'notnul.tif', 'taken.jpg', '-'];
    const args = [
      '-c',
      command,
      process.execPath,
      cli,
      'detect',
      '--json',
      ...photos,
      '--out',
      'drawn',
    ];
    const { code, stdout, stderr } = await run('sh', args, { cwd: at() });
    // A picture that can't be written is that photo's fault alone, and costs no result.
    expect(code).toBe(1);
    expect(stderr).toMatch(/^taken\.jpg: .*taken\.png can't be written: /m);
    const found = JSON.parse(stdout) as JsonPhoto[];
    expect(found.map(({ file, faces }) => [file, faces.length])).toEqual(
      photos.map((photo) => [photo, 3]),
    );
    const stems = ['photo', 'notnul', 'taken', 'stdin'];
    const faces = stems.flatMap((name) => [1, 2, 3].map((i) => `${name}-face${i}.png`));
    const pictures = stems.map((name) => `${name}.png`);
    expect((await readdir(at('drawn'))).sort()).toEqual([...faces, ...pictures].sort());
  });

  it.concurrent('is named by folders, patterns, lists and stdin', async () => {
    const file = (...names: string[]) => at('library', ...names);
    await mkdir(file('2024/May'), { recursive: true });
    const names = ['2024/a.png', '2024/b.PNG', '2024/May/c.png'];
    for (const name of names) await copyFile(at('nobody.png'), file(name));
    for (const name of ['a.png.json', 'Thumbs.db', 'a.AAE', '.hidden.png']) {
      await writeFile(file('2024', name), 'x');
    }
    const detect = async (args: readonly string[], input = '') => {
      const command = `printf '${input}' | "$0" "$@"`;
      const all = [
        '-c',
        command,
        process.execPath,
        cli,
        'detect',
        '--detector',
        'tiny',
        '--jsonl',
        ...args,
      ];
      const { code, stdout, stderr } = await run('sh', all, { cwd: file() });
      expect(code).toBe(0);
      return { files: linesOf(stdout).map((line) => JSON.parse(line).file), stderr };
    };
    const flat = await detect(['2024']);
    expect(flat.files).toEqual(names.slice(0, 2).map(path.normalize));
    expect(flat.stderr).toMatch(/^left out: 3 files that are no pictures \(/m);
    expect(flat.stderr).toMatch(/^left out: 2024.May; --recursive looks into/m);
    const deep = await detect(['--recursive', '2024']);
    expect([...deep.files].sort()).toEqual(names.map(path.normalize).sort());
    expect((await detect(['**/*.png'])).files.sort()).toEqual(['2024/May/c.png', '2024/a.png']);
    const listed = await detect(
      ['--files', '-', '2024/b.PNG'],
      '2024/a.png\\0002024/May/c.png\\000',
    );
    expect(listed.files).toEqual(['2024/b.PNG', '2024/a.png', '2024/May/c.png']);
    await writeFile(file('list.txt'), '\uFEFF2024/a.png\r\n\r\n2024/May\r\n');
    expect((await detect(['--files', 'list.txt'])).files).toEqual(['2024/a.png', '2024/May/c.png']);
  });
});

/** The lines of a text that ends with one. */
function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}

/** Adds a description without NUL at its end to the first directory of a little-endian TIFF. */
function withDescription(tiff: Buffer): Buffer {
  const directory = tiff.readUInt32LE(4);
  const count = tiff.readUInt16LE(directory);
  const entries = Array.from({ length: count }, (_, i) => {
    return tiff.subarray(directory + 2 + 12 * i, directory + 14 + 12 * i);
  });
  const text = Buffer.from('abcdef');
  const added = Buffer.alloc(12);
  added.writeUInt16LE(270, 0);
  added.writeUInt16LE(2, 2);
  added.writeUInt32LE(text.length, 4);
  added.writeUInt32LE(tiff.length + 2 + 12 * (count + 1) + 4, 8);
  const all = [...entries, added].sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0));
  const header = Buffer.from(tiff);
  header.writeUInt32LE(tiff.length, 4);
  const number = Buffer.alloc(2);
  number.writeUInt16LE(all.length);
  return Buffer.concat([header, number, ...all, Buffer.alloc(4), text]);
}

function byFirst([a]: readonly number[], [b]: readonly number[]): number {
  return a - b;
}

/** A pixel of a picture. */
async function pixel(file: string, x: number, y: number): Promise<number[]> {
  const place = { left: Math.round(x), top: Math.round(y), width: 1, height: 1 };
  return [...(await sharp(file).extract(place).removeAlpha().raw().toBuffer())];
}
