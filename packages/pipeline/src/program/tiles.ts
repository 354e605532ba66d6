import type { Region, Size } from '@facegpu/kernels';
import type { Box } from '../api/face.ts';
import { onePerFace } from '../detect/one-per-face.ts';
import { overlap, sharedPart } from '../detect/overlap.ts';
import { doubtOf } from './doubt.ts';
import type { DetectRequest, Findings, FoundFace } from './program.ts';
import { sumOfStages } from './sum-of-stages.ts';

/** Faces that are as large as this, in pixels of the network's input, are found. */
const leastSeen = 20;

/** Nobody is recognised by fewer pixels. */
const leastFace = 20;

/** How much of its side a tile shares with the next one: faces up to that are whole in one of them. */
const common = 0.25;

/** A face that is nearer to an edge within the photo, as a share of the tile's side, is cut by it. */
const nearEdge = 0.01;

/**
 * What a tile shows is upright like the photo, and enlarged: more may be doubted of it than of what a turned look found.
 * Of a hundred faces of 40 to 70 pixels, 1.25 left out three; what is above 2 is no face for the most part.
 */
const mostDoubt = 2;

/** Boxes that share more, as intersection over union or as a part of the smaller one, are of one face. */
const sameFace = { overlap: 0.4, part: 0.65 };

/**
 * Finds faces that are small in a photo: looks at all of it, and then at tiles that overlap, in a pyramid each level
 * of which sees about twice as much as the one before, down to the photo's own pixels, or as far as the least wanted
 * size needs (Hu and Ramanan 2017, "Finding Tiny Faces"; Akyon 2022, "Slicing Aided Hyper Inference"). Faces that an edge
 * of a tile cuts are left to its neighbour, or to the level before, and a face that was found in several looks is
 * there once, as where its score is best.
 *
 * @param side of what a look sees, in pixels of the detector's input
 * @param look looks at the photo, or at a region of it
 */
export async function lookInTiles(
  photo: Size,
  request: DetectRequest,
  side: number,
  look: (request: DetectRequest) => Promise<Findings>,
): Promise<Findings> {
  const looks = [await look(request)];
  const faces = [...looks[0].faces];
  for (const region of tilesOf(photo, side, request.boxes.minSize)) {
    const found = await look({ ...request, region, zooms: [1], upright: true });
    looks.push(found);
    for (const face of found.faces) {
      // Without landmarks, whatever was found is taken for what it is.
      const isFace = face.landmarkShift === undefined || doubtOf(face) <= mostDoubt;
      if (isFace && !isCut(face.box, region, photo)) faces.push(face);
    }
  }
  return { faces: merge(faces).slice(0, request.boxes.limit), stages: sumOfStages(looks) };
}

/**
 * The tiles of all levels, the largest first.
 *
 * @param side of what is seen at once, in pixels of the network's input
 * @param minSize the least side of faces, in pixels of the photo
 */
export function tilesOf(photo: Size, side: number, minSize: number): Region[] {
  const whole = Math.max(photo.width, photo.height) / side;
  const last = Math.max(1, Math.max(minSize, leastFace) / leastSeen);
  const levels = Math.max(0, Math.ceil(Math.log2(whole / last)));
  return Array.from({ length: levels }, (_, level) => {
    const reduction = whole * (last / whole) ** ((level + 1) / levels);
    const [width, height] = [photo.width, photo.height].map((all) => {
      return Math.min(all, Math.round(side * reduction));
    });
    return starts(photo.height, height).flatMap((y) =>
      starts(photo.width, width).map((x) => ({ x, y, width, height })),
    );
  }).flat();
}

/** Where tiles begin along a side of the photo, evenly spread. */
function starts(all: number, part: number): number[] {
  const steps = Math.ceil((all - part) / (part * (1 - common)));
  return Array.from({ length: steps + 1 }, (_, i) => {
    return steps === 0 ? 0 : Math.round((i * (all - part)) / steps);
  });
}

/** Whether a tile's edge, where it isn't the photo's, may cut a face. */
function isCut({ x, y, width, height }: Box, tile: Region, photo: Size): boolean {
  const near = nearEdge * Math.max(tile.width, tile.height);
  return (
    (tile.x > 0 && x < tile.x + near) ||
    (tile.y > 0 && y < tile.y + near) ||
    (tile.x + tile.width < photo.width && x + width > tile.x + tile.width - near) ||
    (tile.y + tile.height < photo.height && y + height > tile.y + tile.height - near)
  );
}

/** Faces of all looks, the best first, each once. */
function merge(faces: readonly FoundFace[]): FoundFace[] {
  const kept: FoundFace[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score)) {
    const isNew = kept.every(({ box }) => {
      return (
        overlap(box, face.box) <= sameFace.overlap && sharedPart(box, face.box) <= sameFace.part
      );
    });
    if (isNew) kept.push(face);
  }
  return onePerFace(kept);
}
