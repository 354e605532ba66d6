import { FaceGpuError } from '@facegpu/kernels';

/**
 * Landmarks in another order: for each of its points those whose mean it is, by their numbers; none
 * where nothing stands for it.
 */
export type LandmarkMap = readonly (readonly number[])[];

/** What the landmarks of a network are, one after the other. */
export interface LandmarkOrder {
  readonly points: number;
  /** How they become those of other orders, by the orders' names. Other ways lead over these. */
  readonly to: Readonly<Record<string, LandmarkMap>>;
}

/**
 * The 68 points of iBUG's 300-W (Sagonas et al. 2013): 0 to 16 the jaw from the left of the picture to
 * the right, 17 to 26 the eyebrows, 27 to 35 the nose, 36 to 47 the eyes, 48 to 59 the outer and 60 to
 * 67 the inner edge of the lips. An eye's centre is taken to be the mean of its six points.
 */
const ibug68: LandmarkOrder = {
  points: 68,
  to: { five: [range(36, 41), range(42, 47), [30], [48], [54]] },
};

/**
 * OpenSeeFace's 66: iBUG's without the corners of the inner edge of the lips, and with those of the
 * outer one after it.
 */
const openseeface66: LandmarkOrder = {
  points: 66,
  to: {
    ibug68: [
      ...each(range(0, 47)),
      ...each([58, ...range(48, 52), 62, ...range(53, 57)]),
      [],
      ...each(range(59, 61)),
      [],
      ...each(range(63, 65)),
    ],
  },
};

/**
 * The 98 points of WFLW (Wu et al. 2018): 33 of the jaw, 9 of each eyebrow, 9 of the nose, 8 of each
 * eye, 20 of the lips, and the pupils.
 */
const wflw98: LandmarkOrder = {
  points: 98,
  to: {
    ibug68: each([
      ...range(0, 32, 2),
      ...range(33, 37),
      ...range(42, 46),
      ...range(51, 59),
      ...[60, 61, 63, 64, 65, 67],
      ...[68, 69, 71, 72, 73, 75],
      ...range(76, 95),
    ]),
    five: each([96, 97, 54, 76, 82]),
  },
};

/**
 * The 106 points of JD's landmark challenge (Liu et al. 2019), which LaPa has too: 33 of the jaw, 9 of
 * each eyebrow, 15 of the nose, 9 of each eye, 20 of the lips, and the pupils.
 */
const jd106: LandmarkOrder = {
  points: 106,
  to: {
    ibug68: each([
      ...range(0, 32, 2),
      ...range(33, 37),
      ...range(42, 46),
      ...range(51, 54),
      ...range(58, 62),
      ...[66, 67, 69, 70, 71, 73],
      ...[75, 76, 78, 79, 80, 82],
      ...range(84, 103),
    ]),
    five: each([104, 105, 54, 84, 90]),
  },
};

/** The same points as InsightFace's `2d106det` has them. */
const insightface106: LandmarkOrder = {
  points: 106,
  to: {
    jd106: each([
      ...[1, 9, 10, 11, 12, 13, 14, 15, 16, 2, 3, 4, 5, 6, 7, 8, 0],
      ...[24, 23, 22, 21, 20, 19, 18, 32, 31, 30, 29, 28, 27, 26, 25, 17],
      ...[43, 48, 49, 51, 50, 46, 47, 45, 44],
      ...[102, 103, 104, 105, 101, 100, 99, 98, 97],
      ...[72, 73, 74, 86, 75, 76, 77, 78, 79, 80, 85, 84, 83, 82, 81],
      ...[35, 41, 40, 42, 39, 37, 33, 36, 34],
      ...[89, 95, 94, 96, 93, 91, 87, 90, 88],
      ...[52, 64, 63, 71, 67, 68, 61, 58, 59, 53, 56, 55],
      ...[65, 66, 62, 70, 69, 57, 60, 54],
      ...[38, 92],
    ]),
  },
};

/** The eyes' centres, the tip of the nose and the corners of the mouth, left before right in the picture. */
const five: LandmarkOrder = { points: 5, to: {} };

/** Every order that comes with the library, by the names that model files have for them. */
export const landmarkOrders: Readonly<Record<string, LandmarkOrder>> = {
  five,
  ibug68,
  insightface106,
  jd106,
  openseeface66,
  wflw98,
};

/**
 * The order that a model's setting `order` names.
 *
 * @param source names the model's file in errors
 * @throws FaceGpuError `bad-model`
 */
export function landmarkOrder(name: string, source: string): LandmarkOrder {
  if (Object.hasOwn(landmarkOrders, name)) return landmarkOrders[name];
  throw new FaceGpuError(
    'bad-model',
    `${source}: settings.order is "${name}"`,
    `There are ${Object.keys(landmarkOrders).join(', ')}.`,
  );
}

/**
 * How landmarks of one order become those of another, by the fewest steps; nothing where no way leads
 * there.
 */
export function mapLandmarks(from: string, to: string): LandmarkMap | undefined {
  const ways = new Map([[from, each(range(0, landmarkOrders[from].points - 1))]]);
  for (const [order, way] of ways) {
    if (order === to) return way;
    for (const [next, map] of Object.entries(landmarkOrders[order].to)) {
      if (ways.has(next)) continue;
      ways.set(
        next,
        map.map((points) => points.flatMap((point) => way[point])),
      );
    }
  }
  return undefined;
}

/** From first to last, both included. */
function range(first: number, last: number, step = 1): number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}

/** Points that are one landmark each. */
function each(landmarks: readonly number[]): number[][] {
  return landmarks.map((landmark) => [landmark]);
}
