import { sharedPart } from '../detect/overlap.ts';
import { brighten, measureLight } from '../photo/brighten.ts';
import type { Photo } from '../photo/photo.ts';
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
export const looksVersion = 3;

interface Round {
  /** Degrees, clockwise. */
  readonly rolls: readonly number[];
  readonly zooms: readonly number[];
}

/** Two boxes that share more of the smaller one are one face's: what was seen sideways is seen too large. */
const sameFace = 0.3;

/**
 * A photo of which a larger share is dark is looked at brighter from then on. One that is dark in parts, as many a
 * portrait is by a dark coat, is looked at so in the end, where nothing else helped: upside down, it may show a face that
 * isn't one, and being brighter doesn't make it upright.
 */
const mostlyDark = 0.75;

/** The first look at a photo. */
export interface FirstLook {
  readonly findings: Findings;
  /** Whether its faces can be trusted. */
  readonly isKnown: boolean;
  /** Those of them that are dark. */
  readonly dark: readonly FoundFace[];
}

/** Looks at a photo, or at a brighter one, once more. */
type Look = (photo: Photo, request: DetectRequest) => Promise<Findings>;

/**
 * Looks at a photo brighter where it is dark, smaller and, unless it is upright, turned, until a face is sure, and puts
 * what was found in all looks together.
 */
export async function lookFurther(
  photo: Photo,
  first: FirstLook,
  request: DetectRequest,
  look: Look,
): Promise<Findings> {
  const looks = [first.findings];
  // Whether it is a face is told by its landmarks.
  const detect = async (seen: Photo, other: Partial<DetectRequest> = {}) => {
    const findings = await look(seen, { ...request, landmarks: true, ...other });
    looks.push(findings);
    return findings.faces;
  };
  const light = measureLight(photo);
  const isDark = light.dark > mostlyDark;
  const isLit = isDark || (first.isKnown && light.dark > 0);
  const seenPhoto = isLit ? brighten(photo, light) : photo;
  const lit = isLit ? await detect(seenPhoto) : [];
  const seen = first.findings.faces.filter((face) => {
    const isSeenAgain = () => lit.some((other) => isSure(other) && isSame(face, other));
    return !(first.dark.includes(face) && isSeenAgain());
  });
  const faces = first.isKnown
    ? [...seen, ...lit.filter((face) => isSure(face) && !seen.some((own) => isSame(own, face)))]
    : await lookAround();
  const wanted = faces.sort((a, b) => b.score - a.score).slice(0, request.boxes.limit);
  return {
    faces: request.landmarks ? wanted : wanted.map(({ landmarks: _, ...face }) => face),
    stages: sumOfStages(looks),
  };

  /** Smaller and turned, unless there is a sure face. */
  async function lookAround(): Promise<FoundFace[]> {
    const further = lit.filter(isPossible);
    if (further.some(isSure)) return merge([...seen, ...further]);
    /** Faces that were found in a round. */
    const lookAt = async ({ rolls, zooms }: Round): Promise<FoundFace[]> => {
      const faces: FoundFace[] = [];
      for (const roll of rolls) faces.push(...(await detect(seenPhoto, { roll, zooms })));
      further.push(...faces.filter(isPossible));
      return faces;
    };
    const close = await lookAt(request.upright ? smaller : near);
    const isUpright = request.upright || further.some((face) => doubtOf(face) <= mostDoubtNear);
    for (const round of isUpright ? [] : turned(request)) {
      await lookAt(round);
      if (further.some(isSure)) break;
    }
    if (light.dark > 0 && !isDark && !further.some(isSure)) {
      further.push(...(await detect(brighten(photo, light))).filter(isPossible));
    }
    const all = [...seen, ...further];
    // Landmarks of a face in profile are doubtful often: it is there still, where there is nothing else.
    return merge(all.length > 0 ? all : close);
  }
}

/** Faces of all looks, each once: the least doubtful of those in one place. */
function merge(faces: readonly FoundFace[]): FoundFace[] {
  const kept: FoundFace[] = [];
  for (const face of [...faces].sort((a, b) => doubtOf(a) - doubtOf(b))) {
    if (kept.every((other) => !isSame(other, face))) kept.push(face);
  }
  return kept;
}

function isSame(a: FoundFace, b: FoundFace): boolean {
  return sharedPart(a.box, b.box) > sameFace;
}
