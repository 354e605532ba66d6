import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import type { FaceGpuError } from '@facegpu/kernels';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useFolder } from '../cli/testing/photos.ts';
import type { DecodeLimits, Photo } from '../photo/photo.ts';
import { errorOf, expectError } from '../testing/errors.ts';
import { formats, jpeg } from '../testing/formats.ts';
import { samples } from '../testing/samples.ts';
import {
  colourAt,
  colours,
  draw,
  expectPicture,
  height,
  orientations,
  picture,
  rgb,
  rgba,
  turned,
  width,
} from '../testing/squares.ts';
import { platform } from './node.ts';

const limits: DecodeLimits = { maxSide: 4096, maxBytes: 2 ** 27 };

/** Classes of another realm, as a vm context, jsdom or a frame has them. */
const other: Pick<typeof globalThis, 'Uint8Array' | 'Uint8ClampedArray' | 'Float32Array'> =
  runInNewContext('({ Uint8Array, Uint8ClampedArray, Float32Array, ArrayBuffer })');

function dataUrl(file: Buffer): string {
  return `data:image/png;base64,${file.toString('base64')}`;
}

function transferred(): ArrayBuffer {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

function decode(input: unknown, given: Partial<DecodeLimits> = {}): Promise<Photo> {
  return platform.decodePhoto(input, { ...limits, ...given });
}

describe('orientation', () => {
  it.each(orientations)('%i is put upright, once', async (orientation) => {
    const file = () => turned(orientation);
    const lossless = await file().png().toBuffer();
    const photo = await decode(lossless);
    expectPicture(photo, 0);
    expectPicture(await decode(await file().tiff({ compression: 'lzw' }).toBuffer()), 0);
    expectPicture(await decode(await file().webp({ lossless: true }).toBuffer()), 0);
    const jpeg = file().jpeg({ quality: 100, chromaSubsampling: '4:4:4' });
    expectPicture(await decode(await jpeg.toBuffer()), 6);

    // What is upright stays as it is.
    expectPicture(await decode(photo), 0);
    expectPicture(await decode(await sharp(lossless).autoOrient().png().toBuffer()), 0);

    // Sizes are those of the upright photo when it is reduced, too.
    const { data, ...size } = await decode(lossless, { maxSide: 24 });
    expect(size).toEqual({ width: 24, height: 16, originalWidth: width, originalHeight: height });
    const corner = (x: number, y: number) => [...data.subarray((y * 24 + x) * 4).subarray(0, 3)];
    expect([corner(1, 1), corner(22, 14)]).toEqual([colours[0], colours[5]]);
  });
});

describe('formats', () => {
  it.each(formats)('$name', async ({ file, pixels = colourAt, tolerance }) => {
    const photo = await decode(await file.toBuffer());
    expectPicture(
      photo,
      tolerance,
      draw(width, height, (x, y) => [...pixels(x, y), 255]),
    );
  });

  it('JPEG in CMYK', async () => {
    // Colours that there is ink for.
    const pale = (x: number, y: number) => colourAt(x, y).map((value) => 160 + value / 8);
    const raw = { width, height, channels: 3 } as const;
    const file = await sharp(draw(width, height, pale), { raw })
      .toColourspace('cmyk')
      .jpeg(jpeg)
      .toBuffer();
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    const wanted = draw(width, height, (x, y) => [...pale(x, y), 255]);
    expectPicture(await decode(file), 16, wanted);
  });
});

describe('inputs', () => {
  const at = useFolder((folder) => picture().png().toFile(`${folder}/ein Foto #1%20.png`));
  const path = () => at('ein Foto #1%20.png');
  const file = () => readFile(path());

  /** The bytes in the middle of a larger buffer. */
  const view = async () => {
    const bytes = await file();
    const larger = new Uint8Array(bytes.length + 20);
    larger.set(bytes, 7);
    return larger.subarray(7, 7 + bytes.length);
  };

  it.each<[name: string, input: () => unknown]>([
    ['a path', path],
    ['the URL of a file', () => pathToFileURL(path())],
    ['a Buffer', file],
    ['a Uint8Array with an offset', view],
    ['an ArrayBuffer', async () => Uint8Array.from(await file()).buffer],
    ['the address of a file as a text', () => pathToFileURL(path()).href],
    [
      'the same with the scheme in capitals',
      () => pathToFileURL(path()).href.replace('file', 'FILE'),
    ],
    ['data: as a text', async () => dataUrl(await file())],
    ['a data: URL', async () => new URL(dataUrl(await file()))],
    ['a Blob', async () => new Blob([await file()])],
    ['a Uint8Array of another realm', async () => new other.Uint8Array(await file())],
    ['an ArrayBuffer of another realm', async () => new other.Uint8Array(await file()).buffer],
    [
      'RGBA bytes of another realm',
      () => ({ data: new other.Uint8ClampedArray(rgba), width, height }),
    ],
    ['RGB floats of another realm', () => ({ data: new other.Float32Array(rgb), width, height })],
    ['RGB bytes', () => ({ data: rgb, width, height })],
    ['RGBA bytes', () => ({ data: rgba, width, height })],
    ['clamped RGB bytes', () => ({ data: Uint8ClampedArray.from(rgb), width, height })],
    ['clamped RGBA bytes', () => ({ data: Uint8ClampedArray.from(rgba), width, height })],
    ['RGB bytes in a Buffer', () => ({ data: Buffer.from(rgb), width, height })],
    ['RGB floats', () => ({ data: Float32Array.from(rgb), width, height })],
    ['RGBA floats', () => ({ data: Float32Array.from(rgba), width, height })],
  ])('%s', async (_, input) => {
    expectPicture(await decode(await input()), 0);
  });

  it('a file whose name has a colon, by its path', async () => {
    const cwd = process.cwd();
    await writeFile(at('10:30.png'), await file());
    process.chdir(at());
    try {
      expectPicture(await decode('10:30.png'), 0);
    } finally {
      process.chdir(cwd);
    }
  });

  it('bytes where the globals are those of another realm, as in jsdom', async () => {
    const bytes = await file();
    for (const [name, value] of Object.entries(other)) vi.stubGlobal(name, value);
    try {
      expectPicture(await decode(bytes), 0);
      expectPicture(await decode({ data: rgba, width, height }), 0);
      expectPicture(await decode(pathToFileURL(path())), 0);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('keeps the fractions of floats', async () => {
    const data = Float32Array.of(0, 0.25, 254.75);
    const photo = await decode({ data, width: 1, height: 1 });
    expect(photo.data).toEqual(Float32Array.of(0, 0.25, 254.75, 255));
  });

  it('leaves the caller’s pixels alone', async () => {
    const data = rgba.slice();
    const photo = await decode({ data, width, height });
    data.fill(0);
    expectPicture(photo, 0);
  });
});

describe('addresses', () => {
  let root = '';
  const server = createServer(async (request, response) => {
    if (request.url !== '/photo.png') response.writeHead(404).end('<h1>not here</h1>');
    else response.end(await picture().png().toBuffer());
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.close();
  });

  it('are read', async () => {
    expectPicture(await decode(new URL('photo.png', root)), 0);
    expectPicture(await decode(`${root}photo.png`), 0);
  });

  it.each([
    ['nothing', () => new URL('other.png', root), /other\.png .*404/],
    ['no server', () => new URL('http://127.0.0.1:1/photo.png'), /127\.0\.0\.1:1\/photo\.png/],
    ['another protocol', () => new URL('gopher://host/photo.png'), /gopher:\/\/host\/photo\.png/],
    ['nothing, as a text', () => `${root}other.png`, /^http.*other\.png .*404/],
    ['no server, as a text', () => 'http://127.0.0.1:1/photo.png', /^http:\/\/127\.0\.0\.1:1\//],
    ['no host', () => 'https://', /^https:\/\/ .*no address/],
    ['no file', () => 'file:///no/photo.png', /^\/no\/photo\.png .*ENOENT/],
    ['the file of another machine', () => new URL('file://host/photo.png'), /host\/photo\.png/],
  ])('of %s are reported', async (_, url, message) => {
    await expectError(() => decode(url()), 'file-unreadable', message);
  });
});

describe('a picture in a text', () => {
  const base64 = async () => (await readFile(samples[0])).toString('base64');

  it.each<[name: string, text: () => Promise<string>, message: RegExp]>([
    ['base64', base64, /^\/9j\/.{54,}…/],
    ['base64 that was cut', async () => (await base64()).slice(0, 2000), /^\/9j\//],
    ['base64 in lines', async () => (await base64()).replace(/.{76}/g, '$&\n'), /^\/9j\//],
    ['data: that is none', async () => `data:${await base64()}`, /^data:\/9j\//],
    ['base64 as an address', async () => `https://host:99999/${await base64()}`, /^https:/],
    ['base64 as a file', async () => `file:///${await base64()}`, /9j/],
  ])('is not repeated where it can’t be read: %s', async (_, text, message) => {
    const given = await text();
    const error = (await errorOf(() => decode(given))) as FaceGpuError;
    expect(error).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(message),
    });
    expect(inspect(error, { depth: 9 }).length).toBeLessThan(3000);
    expect(error.message.length).toBeLessThan(300);
    expect(error.message).toMatch(/\(\d+ characters\)/);
  });

  it('is read as the fix says', async () => {
    const text = (await picture().png().toBuffer()).toString('base64');
    const { fix } = (await errorOf(() => decode(text.padEnd(400, '=')))) as FaceGpuError;
    expect(fix).toContain('"data:image/jpeg;base64,"');
    expectPicture(await decode(`data:image/jpeg;base64,${text}`), 0);
  });

  it('is not repeated where it is damaged', async () => {
    const text = `data:image/jpeg;base64,${(await base64()).slice(0, 4000)}`;
    const error = (await errorOf(() => decode(text))) as FaceGpuError;
    expect(error.code).toBe('bad-image');
    expect(error.message).toMatch(
      /^data:image\/jpeg;base64,\/9j\/.*… can|^data:.*characters\) can't be decoded/,
    );
    expect(error.message.length).toBeLessThan(500);
  });
});

describe('reductions', () => {
  it.each([
    { from: [5000, 3], maxSide: 4096, to: [4096, 2] },
    { from: [3, 5000], maxSide: 4096, to: [2, 4096] },
    { from: [5000, 1], maxSide: 50, to: [50, 1] },
    { from: [4096, 7], maxSide: 4096, to: [4096, 7] },
    { from: [4097, 40], maxSide: 4096, to: [4096, 39] },
    { from: [101, 67], maxSide: 50, to: [50, 33] },
    { from: [55, 11], maxSide: 50, to: [50, 10] },
    { from: [101, 67], maxSide: 1, to: [1, 1] },
    { from: [30, 20], maxSide: 4096, maxBytes: 600, to: [15, 10] },
    { from: [1000, 3], maxSide: 4096, maxBytes: 10_000, to: [912, 2] },
    { from: [300, 200], maxSide: 30, maxBytes: 600, to: [15, 10] },
    { from: [1, 1], maxSide: 1, maxBytes: 4, to: [1, 1] },
  ])('from $from to $to', async ({ from, to, ...given }) => {
    const background = { r: 200, g: 100, b: 50 };
    const [columns, lines] = from;
    const file = await sharp({ create: { width: columns, height: lines, channels: 3, background } })
      .png()
      .toBuffer();
    const { data, ...size } = await decode(file, given);
    expect(size).toEqual({
      width: to[0],
      height: to[1],
      originalWidth: columns,
      originalHeight: lines,
    });
    expect(
      Buffer.compare(
        data as Uint8Array,
        draw(to[0], to[1], () => [200, 100, 50, 255]),
      ),
    ).toBe(0);
  });

  it('don’t happen to pixels: too many are refused', async () => {
    const photo = (data: Uint8Array | Float32Array) => ({ data, width: 5, height: 2 });
    const bytes = photo(new Uint8Array(30));
    const floats = photo(new Float32Array(30));
    expect(await decode(bytes, { maxSide: 1, maxBytes: 40 })).toMatchObject({ width: 5 });
    await expectError(() => decode(bytes, { maxBytes: 39 }), 'bad-image', /5×2 .*40 .*39/);
    await expectError(() => decode(floats, { maxBytes: 159 }), 'bad-image', /5×2 .*160 .*159/);
  });
});

describe('what is no photo', () => {
  const at = useFolder(async (folder) => {
    const jpeg = await readFile(samples[0]);
    await Promise.all([
      mkdir(`${folder}/folder.jpg`),
      writeFile(`${folder}/empty.jpg`, ''),
      writeFile(`${folder}/text.jpg`, 'Dear diary,\n'),
      ...cuts.map((length) => writeFile(`${folder}/cut-${length}.jpg`, jpeg.subarray(0, length))),
    ]);
  });
  const cuts = [1, 2, 20, 200, 1000, 40_000, 100_000];

  it.each([
    ['empty.jpg', 'bad-image', /empty\.jpg is empty/],
    ['text.jpg', 'bad-image', /text\.jpg can't be decoded: /],
    ['folder.jpg', 'file-unreadable', /folder\.jpg can't be read: EISDIR/],
    ['missing.jpg', 'file-unreadable', /missing\.jpg can't be read: ENOENT/],
    ['no/folder/a.jpg', 'file-unreadable', /a\.jpg can't be read: ENOENT/],
    ['null\0byte.jpg', 'file-unreadable', /byte\.jpg can't be read: /],
    ...(cuts.map((length) => {
      return [`cut-${length}.jpg`, 'bad-image', RegExp(`cut-${length}\\.jpg can't be decoded: `)];
    }) as [string, 'bad-image', RegExp][]),
  ] as const)('the file %j', async (name, code, message) => {
    await expectError(() => decode(at(name)), code, message);
    await expectError(() => decode(pathToFileURL(at(name))), code, message);
  });

  const sized = (columns: unknown, rows: unknown) => {
    return { data: new Uint8Array(12), width: columns, height: rows };
  };
  const floats = (value: number) => {
    const data = new Float32Array(18).fill(1);
    data[13] = value;
    return { data, width: 2, height: 3 };
  };

  it.each<[name: string, input: unknown, message: RegExp]>([
    ['null', null, /made of Null/],
    ['undefined', undefined, /made of Undefined/],
    ['a number', 7, /made of Number/],
    ['an object', {}, /made of Object/],
    ['a list', [1, 2, 3], /made of Array/],
    ['floats without a size', new Float32Array(3), /made of Float32Array/],
    ['a buffer that was transferred', transferred(), /is empty/],
    ['no bytes', new Uint8Array(), /is empty/],
    ['an empty buffer', new ArrayBuffer(0), /is empty/],
    ['random bytes', Uint8Array.from({ length: 99 }, (_, i) => i), /can't be decoded/],
    ['too few values', { data: new Uint8Array(11), width: 2, height: 2 }, /11 values .*2×2/],
    ['too many values', { data: new Uint8Array(20), width: 2, height: 2 }, /20 values .*2×2/],
    ['one channel', { data: new Uint8Array(4), width: 2, height: 2 }, /4 values .*2×2/],
    ['no pixels', { data: new Uint8Array(), width: 2, height: 2 }, /0 values .*2×2/],
    ['no width', sized(0, 4), /0×4/],
    ['no height', sized(4, 0), /4×0/],
    ['a negative width', sized(-2, 2), /-2×2/],
    ['negative sizes', sized(-2, -2), /-2×-2/],
    ['fractions', sized(1.6, 2.5), /1\.6×2\.5/],
    ['NaN as width', sized(Number.NaN, 2), /NaN×2/],
    ['an infinite height', sized(2, Number.POSITIVE_INFINITY), /2×Infinity/],
    ['a width without height', { data: new Uint8Array(12), width: 2 }, /2×undefined/],
    ['sizes as text', sized('2', '2'), /2×2/],
    [
      'numbers of another kind',
      { data: new Float64Array(12), width: 2, height: 2 },
      /Float64Array/,
    ],
    ['numbers in a list', { data: new Array(12).fill(0), width: 2, height: 2 }, /type Array/],
    ['sizes without pixels', { data: null, width: 2, height: 2 }, /type Null/],
    ['NaN', floats(Number.NaN), /\(0, 2\) is NaN/],
    ['infinity', floats(Number.POSITIVE_INFINITY), /\(0, 2\) is Infinity/],
    ['negative infinity', floats(Number.NEGATIVE_INFINITY), /\(0, 2\) is -Infinity/],
  ])('%s', async (_, input, message) => {
    await expectError(() => decode(input), 'bad-image', message);
  });
});
