import type { Face } from '@facegpu/pipeline';
import { disagreement } from '../refusal.ts';

type Box = Face['box'];

interface TheirFace {
  readonly box: Box;
  readonly descriptor: Float32Array;
}

/**
 * Makes sure that a peer found the same faces. Boxes may differ, as the two see the photo differently
 * reduced.
 *
 * @throws FaceGpuError `gpu-error` where the number of faces is another one, or one of ours is none of theirs
 */
export function requireSameFaces(
  work: string,
  count: number,
  ours: readonly Pick<Face, 'box'>[],
  theirs: readonly Pick<TheirFace, 'box'>[],
): void {
  if (ours.length !== count || theirs.length !== count) {
    throw disagreement(
      `${work}: ours finds ${ours.length} of ${count} faces, theirs ${theirs.length}`,
    );
  }
  for (const [i, { box }] of ours.entries()) {
    const same = theirs.filter((face) => overlap(box, face.box) > 0.5);
    if (same.length !== 1)
      throw disagreement(`${work}: theirs has ${same.length} for our face ${i}`);
  }
}

/** Makes sure that ours found all faces, and no more, where nobody else looks for them. */
export function requireCount(work: string, count: number, ours: readonly unknown[]): void {
  if (ours.length !== count) {
    throw disagreement(`${work}: ours finds ${ours.length} of ${count} faces`);
  }
}

/** Makes sure that the same faces have the same descriptors. */
export function requireSameDescriptors(
  work: string,
  ours: readonly Pick<Face, 'box' | 'descriptor'>[],
  theirs: readonly TheirFace[],
): void {
  for (const [i, { box, descriptor }] of ours.entries()) {
    const distances = theirs
      .filter((face) => overlap(box, face.box) > 0.5)
      .map((face) =>
        Math.hypot(...descriptor.values.map((value, d) => value - face.descriptor[d])),
      );
    if (!(Math.min(...distances) < 1e-2)) {
      throw disagreement(`${work}: our descriptor ${i} is ${distances} from theirs`);
    }
  }
}

/** What two boxes share, as a part of what they cover together. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (a.width * a.height + b.width * b.height - shared);
}
