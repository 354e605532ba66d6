import { sharedPart } from '../detect/overlap.ts';
import { doubtOf, isPossible, isSure } from './doubt.ts';
import type { DetectRequest, Findings, FoundFace } from './program.ts';
import { sumOfStages } from './sum-of-stages.ts';

/**
 * The looks that follow the first, in rounds: the next one where this one found nothing sure. A face in profile that
 * fills the photo, as where it was cut close, is found by what surrounds it: first, the photo is looked at smaller, and
 * a little turned. Then come the degrees by which faces may be rolled: at right angles, the photo is looked at as an
 * upright one is. One that is turned by half a right angle leaves room by itself.
 */
const smaller = { rolls: [0], zooms: [3] } as const;
const near = { rolls: [0, 25, 335], zooms: [3] } as const;
const rightAngles = [270, 90, 180] as const;
const turned = ({ zooms }: Pick<DetectRequest, 'zooms'>): readonly Round[] => [
  { rolls: rightAngles, zooms },
  { rolls: [315, 45, 225, 135], zooms: [1] },
  { rolls: rightAngles, zooms: [3] },
];

/**
 * What is doubted more, of what was found in the smaller photo, may lie on its side: of LFW's photos turned by right
 * angles four showed a face there that wasn't one, and the least of their doubts was 0.84.
 */
const mostDoubtNear = 0.7;

/** Raised where faces are looked for otherwise: what is known of a photo is kept by it, and looked for anew then. */
export const looksVersion = 2;

interface Round {
  /** Degrees, clockwise. */
  readonly rolls: readonly number[];
  readonly zooms: readonly number[];
}

/** Two boxes that share more of the smaller one are one face's: what was seen sideways is seen too large. */
const sameFace = 0.3;

/**
 * Looks at a photo smaller and, unless it is upright, turned, until a face is sure, and puts what was found in all
 * looks together.
 *
 * @param first what was found in the photo as it is
 * @param detect looks at it once more
 */
export async function lookFurther(
  first: Findings,
  request: DetectRequest,
  detect: (request: DetectRequest) => Promise<Findings>,
): Promise<Findings> {
  const looks = [first];
  const further: FoundFace[] = [];
  /** Faces that were found in a round. */
  const lookAt = async ({ rolls, zooms }: Round): Promise<FoundFace[]> => {
    const faces: FoundFace[] = [];
    for (const roll of rolls) {
      // Whether it is a face is told by its landmarks.
      const look = await detect({ ...request, landmarks: true, roll, zooms });
      looks.push(look);
      faces.push(...look.faces);
    }
    further.push(...faces.filter(isPossible));
    return faces;
  };
  const close = await lookAt(request.upright ? smaller : near);
  const isUpright = request.upright || further.some((face) => doubtOf(face) <= mostDoubtNear);
  for (const round of isUpright ? [] : turned(request)) {
    await lookAt(round);
    if (further.some(isSure)) break;
  }
  const found = [...first.faces, ...further];
  // Landmarks of a face in profile are doubtful often: it is there still, where there is nothing else.
  const faces = merge(found.length > 0 ? found : close).slice(0, request.boxes.limit);
  return {
    faces: request.landmarks ? faces : faces.map(({ landmarks: _, ...face }) => face),
    stages: sumOfStages(looks),
  };
}

/** Faces of all looks, each once: the least doubtful of those in one place. */
function merge(faces: readonly FoundFace[]): FoundFace[] {
  const kept: FoundFace[] = [];
  for (const face of [...faces].sort((a, b) => doubtOf(a) - doubtOf(b))) {
    if (kept.every(({ box }) => sharedPart(box, face.box) <= sameFace)) kept.push(face);
  }
  return kept.sort((a, b) => b.score - a.score);
}
