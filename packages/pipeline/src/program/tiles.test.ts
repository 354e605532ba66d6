import type { Region } from '@facegpu/kernels';
import { describe, expect, it } from 'vitest';
import type { DetectRequest, Findings, FoundFace } from './program.ts';
import { lookInTiles, tilesOf } from './tiles.ts';

const photo = { width: 2400, height: 1300 };
const side = 512;

describe('tiles', () => {
  it('are none of a photo that is seen as it is, or whose small faces nobody wants', () => {
    expect(tilesOf({ width: 512, height: 300 }, side, 0)).toEqual([]);
    expect(tilesOf(photo, side, 200)).toEqual([]);
  });

  it('show each level larger, and the last one as the photo is', () => {
    const widths = tilesOf(photo, side, 0).map(({ width }) => width);
    expect([...new Set(widths)]).toEqual([1434, 857, 512]);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
  });

  it('go no further than the least face needs', () => {
    const least = tilesOf(photo, side, 40).map(({ width }) => width);
    expect(Math.min(...least)).toBe(1024);
    expect(least.length).toBeLessThan(tilesOf(photo, side, 0).length / 3);
  });

  it('have every face whole in one of a level, up to a quarter of a tile', () => {
    const tiles = tilesOf(photo, side, 0);
    for (const width of new Set(tiles.map((tile) => tile.width))) {
      const level = tiles.filter((tile) => tile.width === width);
      for (const tile of level) {
        expect(tile.x).toBeGreaterThanOrEqual(0);
        expect(tile.x + tile.width).toBeLessThanOrEqual(photo.width);
        expect(tile.y + tile.height).toBeLessThanOrEqual(photo.height);
      }
      const face = Math.floor(width / 4) - 1;
      for (let i = 0; i < 200; i++) {
        const x = (i * 377) % (photo.width - face);
        const y = (i * 211) % (photo.height - face);
        const holds = (tile: Region) => {
          const isIn = (at: number, from: number, length: number) => {
            return at >= from && at + face <= from + length;
          };
          return isIn(x, tile.x, tile.width) && isIn(y, tile.y, tile.height);
        };
        expect(level.some(holds)).toBe(true);
      }
    }
  });
});

const usual: DetectRequest = {
  boxes: { minScore: 0.3, minSize: 0, iouThreshold: undefined, limit: 10 },
  ...{ landmarks: false, descriptors: false, chips: false, timings: false, isChip: false },
  ...{ attributes: undefined, match: undefined, signal: undefined },
  ...{ upright: false, tiles: true, roll: 0, zooms: [1, 2] },
};

const face = (x: number, y: number, side: number, score: number): FoundFace => ({
  box: { x, y, width: side, height: side },
  score,
});

/** Looks by what is found in the whole and in each region. */
function look(
  found: (region: Region | undefined) => FoundFace[],
  request: Partial<DetectRequest> = {},
) {
  const looked: DetectRequest[] = [];
  const result = lookInTiles(photo, { ...usual, ...request }, side, async (request) => {
    looked.push(request);
    return { faces: found(request.region), stages: { detect: 2 } } satisfies Findings;
  });
  return result.then((findings) => ({ ...findings, looked }));
}

describe('faces that are small in a photo', () => {
  it('are there once, as where they are seen best, and the best first', async () => {
    const { faces, looked, stages } = await look((region) =>
      region ? [face(600, 400, 40, region.width === 512 ? 0.9 : 0.7)] : [face(100, 100, 300, 0.8)],
    );
    expect(faces).toEqual([face(600, 400, 40, 0.9), face(100, 100, 300, 0.8)]);
    expect(looked).toHaveLength(1 + tilesOf(photo, side, 0).length);
    expect(looked[0]).toEqual(usual);
    expect(looked[1]).toMatchObject({ upright: true, zooms: [1], region: { x: 0, y: 0 } });
    expect(stages).toEqual({ detect: 2 * looked.length });
  });

  it('aren’t taken from where a tile cuts them, but where the photo does', async () => {
    const { faces } = await look((region) => {
      if (region?.width !== 512 || region.x !== 0 || region.y !== 0) return [];
      return [face(470, 200, 42, 0.9), face(200, 490, 30, 0.9), face(-5, -3, 40, 0.6)];
    });
    expect(faces).toEqual([face(-5, -3, 40, 0.6)]);
  });

  it('aren’t parts of a better one, and are no more than wanted', async () => {
    const inTheWhole = [
      face(100, 100, 300, 0.9),
      face(1000, 500, 100, 0.5),
      face(1500, 500, 100, 0.4),
    ];
    const boxes = { ...usual.boxes, limit: 2 };
    const { faces } = await look((region) => (region ? [face(150, 150, 60, 0.8)] : inTheWhole), {
      boxes,
    });
    expect(faces).toEqual(inTheWhole.slice(0, 2));
  });
});
