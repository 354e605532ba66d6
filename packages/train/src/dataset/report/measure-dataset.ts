import { distanceOf, type Metric } from '@facegpu/pipeline';
import type { FaceRecord } from '../face-record.ts';
import { byPerson } from '../photo-list.ts';
import type { Dataset } from '../prepare-dataset.ts';
import type { Problem } from '../problem.ts';
import { type Spread, spreadOf, width } from './spread.ts';

/** What photos are measured by, in the order of a report. */
export const measures = {
  yaw: { title: 'yaw, degrees', of: ({ pose }) => pose?.yaw },
  pitch: { title: 'pitch, degrees', of: ({ pose }) => pose?.pitch },
  roll: { title: 'roll, degrees', of: ({ pose }) => pose?.roll },
  brightness: { title: 'brightness, 0 to 1', of: ({ brightness }) => brightness },
  contrast: { title: 'contrast, 0 to 1', of: ({ contrast }) => contrast },
  sharpness: { title: 'sharpness (variance of the Laplacian)', of: ({ sharpness }) => sharpness },
  size: { title: 'size of the face, pixels', of: ({ box }) => Math.max(box.width, box.height) },
  age: { title: 'age, years, by a network', of: ({ age }) => age },
} as const satisfies Readonly<Record<string, Measure>>;

interface Measure {
  readonly title: string;
  readonly of: (face: FaceRecord) => number | undefined;
}

export type MeasureName = keyof typeof measures;

/** What a person's photos are like. */
export interface PersonReport {
  readonly person: string;
  readonly photos: number;
  /** Photos with a face. */
  readonly faces: number;
  readonly spread: Readonly<Partial<Record<MeasureName, Spread>>>;
  /** Distances between the person's own faces, each pair once. */
  readonly distances: Spread | undefined;
  /** What makes this person of little use for training, in words. */
  readonly flaws: readonly string[];
}

/** What a data set is like. */
export interface DatasetReport {
  readonly people: number;
  readonly photos: number;
  readonly faces: number;
  /** The recognition model that distances are by, and below which two faces are taken for one person's. */
  readonly model: string;
  readonly metric: Metric;
  readonly threshold: number;
  readonly spread: Readonly<Partial<Record<MeasureName, Spread>>>;
  readonly distances: Spread | undefined;
  /** Those with flaws first, then in the order of the list. */
  readonly perPerson: readonly PersonReport[];
  readonly problems: readonly Problem[];
}

export interface Recognition {
  readonly model: string;
  readonly metric: Metric;
  readonly threshold: number;
}

/** Faces of one person that are all nearer than this share of the threshold teach little. */
const leastSpread = 0.3;
/** Yaws and brightnesses that are all within this are all but one pose and one light. */
const leastYaw = 8;
const leastBrightness = 0.04;
const fewPhotos = 3;

/** Measures what a data set's photos are like, and how much those of one person differ. */
export function measureDataset(
  { photos, unreadable, problems }: Pick<Dataset, 'photos' | 'unreadable' | 'problems'>,
  recognition: Recognition,
): DatasetReport {
  const perPerson = [...byPerson([...photos, ...unreadable])].map(([person, own]) => {
    const faces = own.flatMap((photo) => ('face' in photo && photo.face ? [photo.face] : []));
    return reportPerson(person, own.length, faces, recognition);
  });
  const faces = photos.flatMap(({ face }) => face ?? []);
  const { model, metric, threshold } = recognition;
  return {
    people: perPerson.length,
    photos: photos.length + unreadable.length,
    faces: faces.length,
    model,
    metric,
    threshold,
    spread: spreadsOf(faces),
    distances: spreadOf(perPerson.flatMap(({ distances }) => distances?.median ?? [])),
    perPerson: [
      ...perPerson.filter(({ flaws }) => flaws.length > 0),
      ...perPerson.filter(({ flaws }) => flaws.length === 0),
    ],
    problems,
  };
}

function reportPerson(
  person: string,
  photos: number,
  faces: readonly FaceRecord[],
  { metric, threshold }: Recognition,
): PersonReport {
  const apart = pairDistances(faces, metric);
  const spread = spreadsOf(faces);
  const distances = spreadOf(apart.flatMap((row, i) => row.slice(i + 1)));
  const flaws: string[] = [];
  if (faces.length < fewPhotos) flaws.push(countWords(faces.length));
  if (distances && distances.max < leastSpread * threshold) {
    flaws.push(`all faces are within ${distances.max.toFixed(2)} of one another`);
  }
  if (faces.length >= fewPhotos && spread.yaw && width(spread.yaw) < leastYaw) {
    flaws.push(
      `one pose: yaw from ${spread.yaw.low.toFixed(0)}° to ${spread.yaw.high.toFixed(0)}°`,
    );
  }
  if (
    faces.length >= fewPhotos &&
    spread.brightness &&
    width(spread.brightness) < leastBrightness
  ) {
    flaws.push(`one light: brightness ${spread.brightness.median.toFixed(2)}`);
  }
  const groups = groupsOf(apart, threshold).filter((size) => size > 1);
  if (groups.length > 1) flaws.push(`perhaps two people: groups of ${groups.join(' and ')} photos`);
  return { person, photos, faces: faces.length, spread, distances, flaws };
}

function countWords(faces: number): string {
  return faces === 0 ? 'no face' : faces === 1 ? 'one face' : `${faces} faces`;
}

function spreadsOf(faces: readonly FaceRecord[]): Partial<Record<MeasureName, Spread>> {
  const spreads: Partial<Record<MeasureName, Spread>> = {};
  for (const [name, { of }] of Object.entries(measures) as [MeasureName, Measure][]) {
    const spread = spreadOf(faces.flatMap((face) => of(face) ?? []));
    if (spread) spreads[name] = spread;
  }
  return spreads;
}

/** The distance of each face to each. */
function pairDistances(faces: readonly FaceRecord[], metric: Metric): number[][] {
  return faces.map((a) => faces.map((b) => distanceOf(metric, a.descriptor, b.descriptor)));
}

/** Sizes of the groups of faces that are linked by distances below a threshold, the largest first. */
function groupsOf(apart: readonly (readonly number[])[], threshold: number): number[] {
  const free = new Set(apart.keys());
  const sizes: number[] = [];
  for (const first of free) {
    free.delete(first);
    const group = [first];
    for (const member of group) {
      for (const other of free) {
        if (!(apart[member][other] < threshold)) continue;
        free.delete(other);
        group.push(other);
      }
    }
    sizes.push(group.length);
  }
  return sizes.sort((a, b) => b - a);
}
