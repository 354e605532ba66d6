import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll } from 'vitest';
import { samples } from '../../testing/samples.ts';

/** Where the three faces of the first sample photo are; each is alone on its cut-out. */
const places = {
  ann: { left: 1390, top: 140 },
  bea: { left: 310, top: 280 },
  cleo: { left: 740, top: 330 },
} as const;

export type Person = keyof typeof places;

/** Side of a portrait, in pixels. */
export const portraitSize = 380;

/** A photo of one person. */
export function portrait(person: Person): Sharp {
  return sharp(samples[0]).extract({
    ...places[person],
    width: portraitSize,
    height: portraitSize,
  });
}

/** A photo of one person whose face is cut off by the left edge. */
export function cutOffPortrait(): Sharp {
  const place = { left: 1490, top: 140, width: portraitSize, height: portraitSize };
  return sharp(samples[0]).extract(place);
}

/** A photo of nobody. */
export function emptyScene(): Sharp {
  return sharp({ create: { width: 320, height: 240, channels: 3, background: '#7799bb' } });
}

/** A folder of its own for the tests of a file, deleted after them. */
export function useFolder(
  fill: (folder: string) => Promise<unknown>,
): (...names: string[]) => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-cli-'));
    await fill(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (...names) => path.join(folder, ...names);
}
