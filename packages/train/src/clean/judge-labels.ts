import { distanceOf, type Metric } from '@facegpu/pipeline';
import type { FindNearest, Neighbour } from './nearest.ts';

/** A face, and whom it is said to show. */
export interface LabelledFace {
  readonly person: string;
  /** Equal for equal files. */
  readonly hash: string;
  readonly descriptor: Float32Array;
}

/** What the other faces of a data set say of one. */
export interface LabelJudgement {
  /** Distance to the centre of its person's other faces; nothing where there is none. */
  readonly own: number | undefined;
  /** The other person whose centre is nearest, and how far it is; nothing where there is nobody else. */
  readonly other: { readonly person: string; readonly distance: number } | undefined;
  /** The share of its nearest faces that are said to show its person; nothing where it has no other. */
  readonly agreement: number | undefined;
  /** The nearest other face. */
  readonly nearest: Neighbour | undefined;
}

/** How many of the nearest faces are asked for their labels, at most. */
const mostAsked = 10;

/**
 * What each face's neighbourhood says of its label: the distances to the centre of its own person, it left
 * out, and to that of the nearest other, and whether the nearest faces have its label. (The centre is what
 * davidsandberg/facenet cleaned its training set by; the neighbours catch what lies between two centres.)
 */
export async function judgeLabels(
  faces: readonly LabelledFace[],
  metric: Metric,
  findNearest: FindNearest,
): Promise<LabelJudgement[]> {
  const people = new Map<string, Sum>();
  for (const { person, descriptor } of faces) {
    const sum = people.get(person) ?? new Sum(descriptor.length);
    people.set(person, sum);
    sum.add(descriptor);
  }
  const names = [...people.keys()];
  const centres = [...people.values()].map((sum) => sum.mean());
  const descriptors = faces.map(({ descriptor }) => descriptor);
  const nearCentres = await findNearest(centres, descriptors, Math.min(2, centres.length));
  const asked = Math.min(mostAsked + 1, faces.length);
  const nearFaces = await findNearest(descriptors, descriptors, asked);
  return faces.map((face, i): LabelJudgement => {
    const { person, descriptor } = face;
    const sum = people.get(person);
    const others = sum ? sum.count - 1 : 0;
    const own =
      sum && others > 0 ? distanceOf(metric, descriptor, sum.meanWithout(descriptor)) : undefined;
    const rival = nearCentres[i].find(({ index }) => names[index] !== person);
    const near = nearFaces[i].filter(({ index }) => index !== i);
    // A copy of the same file says nothing about the label.
    const voters = near.filter(({ index }) => faces[index].hash !== face.hash);
    const votes = voters.slice(0, Math.min(others, mostAsked));
    const agreeing = votes.filter(({ index }) => faces[index].person === person);
    return {
      own,
      other: rival && { person: names[rival.index], distance: rival.distance },
      agreement: votes.length > 0 ? agreeing.length / votes.length : undefined,
      nearest: near[0],
    };
  });
}

/** Vectors added up. */
class Sum {
  count = 0;
  readonly #total: Float64Array;

  constructor(dimensions: number) {
    this.#total = new Float64Array(dimensions);
  }

  add(vector: Float32Array): void {
    this.count++;
    for (let i = 0; i < vector.length; i++) this.#total[i] += vector[i];
  }

  mean(): Float32Array {
    return Float32Array.from(this.#total, (value) => value / this.count);
  }

  /** The mean of the others. */
  meanWithout(vector: Float32Array): Float32Array {
    return Float32Array.from(this.#total, (value, i) => (value - vector[i]) / (this.count - 1));
  }
}
