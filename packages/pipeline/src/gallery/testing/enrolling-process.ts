import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect } from 'vitest';
import { esbuildWgsl } from '../../../../../tools/build/wgsl.mjs';
import { openRecords } from '../open-records.ts';
import type { GalleryRecords } from '../records.ts';
import type { GalleryStorage } from '../storage.ts';

/** How often a process is killed. */
export const kills = Number(process.env.GALLERY_KILLS ?? 10);
/** Milliseconds that a test with so many may take. */
export const killsPatience = 60_000 + 3_000 * kills;

/** What a process of `enrolling.ts` came to. */
export interface Ended {
  readonly code: number | null;
  readonly errors: string;
  /** The people that it said were on the disk. */
  readonly names: readonly string[];
}

/** Packages that are found from where they are installed. */
const external = ['libsql', 'pg'];

/**
 * Bundles `enrolling.ts` for the tests of a file.
 *
 * @returns starts it: in a gallery, with a prefix of names, so often; behind a command, where one is given
 */
export function useEnrolling() {
  let folder = '';
  const script = () => path.join(folder, 'enrolling.mjs');
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-enrolling-'));
    await build({
      entryPoints: [fileURLToPath(new URL('enrolling.ts', import.meta.url))],
      outfile: script(),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      conditions: ['facegpu-source'],
      external,
      plugins: [esbuildWgsl({ minify: false })],
      logLevel: 'error',
    });
    const require = createRequire(import.meta.url);
    let source = await readFile(script(), 'utf8');
    for (const name of external) {
      const address = pathToFileURL(require.resolve(name)).href;
      source = source.replaceAll(`import("${name}")`, `import("${address}")`);
    }
    await writeFile(script(), source);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (where: string, prefix: string, count: number, command: readonly string[] = []) => {
    const own = [process.execPath, script(), where, prefix, `${count}`];
    const [program, ...args] = [...command, ...own];
    return new EnrollingProcess(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
  };
}

class EnrollingProcess {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #output: Promise<string>;
  readonly #errors: Promise<string>;

  constructor(child: ChildProcessByStdio<null, Readable, Readable>) {
    this.#child = child;
    this.#output = text(child.stdout);
    this.#errors = text(child.stderr);
  }

  async end(): Promise<Ended> {
    const [code] = await once(this.#child, 'close');
    const [, ...names] = (await this.#output).split('\n').slice(0, -1);
    return { code, errors: await this.#errors, names };
  }

  /** Kills it at some moment after it has opened the gallery and acknowledged so many people. */
  async kill(acknowledged: number): Promise<Ended> {
    await new Promise<void>((resolve) => {
      let lines = 0;
      this.#child.stdout.on('data', (chunk: Buffer) => {
        lines += chunk.filter((byte) => byte === 0x0a).length;
        if (lines > acknowledged) resolve();
      });
      // Where it ends by itself, its errors are seen.
      this.#child.stdout.on('end', resolve);
    });
    setTimeout(() => this.#child.kill('SIGKILL'), Math.random() * 60);
    return this.end();
  }
}

/** Kills process after process that enrol, and expects what they acknowledged to be there, whole. */
export async function expectAcknowledged(
  start: (prefix: string) => EnrollingProcess,
  open: () => Promise<GalleryStorage>,
): Promise<void> {
  const acknowledged: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const { errors, names } = await start(`p${kill}`).kill(kill % 3);
    expect(errors).toBe('');
    acknowledged.push(...names);
    await withRecords(open, async (records) => {
      const people = new Set((await records.people()).map(({ name }) => name));
      for (const name of names) expect(people).toContain(name);
    });
  }
  expect(acknowledged.length).toBeGreaterThan(0);
  await withRecords(open, (records) => expectWhole(records, acknowledged));
}

/** Works on what is in a storage, and closes that. */
export async function withRecords<T>(
  open: () => Promise<GalleryStorage>,
  work: (records: GalleryRecords) => Promise<T>,
): Promise<T> {
  const storage = await open();
  try {
    return await work(await openRecords(storage, undefined));
  } finally {
    await storage.close();
  }
}

/** Expects everybody's face to be there, whole, as `enrolling.ts` makes them. */
export async function expectWhole(
  records: GalleryRecords,
  names: readonly string[],
): Promise<void> {
  const people = await records.people();
  const photos = await records.photos();
  const heads = await records.packHeads();
  const packs = await records.packs(heads.map(({ id }) => id));
  const vectors = new Map<number, Float32Array>();
  for (const { ids, vectors: all } of packs.values()) {
    ids.forEach((id, i) => {
      vectors.set(id, all.subarray(i * 128, i * 128 + 128));
    });
  }
  const known = new Set(people.map(({ name }) => name));
  for (const name of names) expect(known).toContain(name);
  for (const { id, name } of people) {
    const faces = await records.facesOf(id);
    expect(faces).toHaveLength(1);
    const number = Number(name.split('-')[1]);
    expect(vectors.get(faces[0].id)?.[64]).toBe(number + 0.5);
    expect(photos.get(Number(faces[0].photo))?.file).toBe(`${name}.jpg`);
  }
  expect(vectors.size).toBe(people.length);
  expect(photos.size).toBe(people.length);
}
