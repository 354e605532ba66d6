import { Device } from '@facegpu/kernels';
import { Random } from '@facegpu/kernels/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FacePipeline } from '../pipeline.ts';
import { expectError } from '../testing/errors.ts';
import { type ClusterOptions, clusterFaces, type FaceToCluster } from './cluster-faces.ts';
import { comparingPipeline, madeUpModel } from './testing/comparing-pipeline.ts';

const { dimensions, model } = madeUpModel;

describe('grouping faces by person', () => {
  let device: Device;
  let pipeline: FacePipeline;
  beforeAll(async () => {
    device = await Device.acquire();
    pipeline = comparingPipeline(device);
  });
  afterAll(() => device.dispose());

  /** So many faces of each of some people, each in a photo of its own. */
  const draw = (counts: readonly number[], seed = 1, noise = 0.12): FaceToCluster[] => {
    const random = new Random(seed);
    return counts.flatMap((count, person) => {
      const centre = Array.from({ length: dimensions }, () => random.uniform(-1, 1));
      return Array.from({ length: count }, (_, i) => ({
        photo: `${person}-${i}`,
        descriptor: {
          model,
          values: Float32Array.from(centre, (x) => x + random.uniform(-noise, noise)),
        },
      }));
    });
  };
  const membersOf = async (faces: readonly FaceToCluster[], options?: ClusterOptions) => {
    const { people } = await clusterFaces(pipeline, faces, options);
    return people.map((person) => [...person.faces].sort((a, b) => a - b));
  };

  it('finds the people, the densest first, and doubts nobody who is clear', async ({ task }) => {
    Object.assign(task.meta, { adapter: device.info.name });
    const done: number[] = [];
    const onProgress = (count: number) => done.push(count);
    const { people, faces } = await clusterFaces(pipeline, draw([2, 9, 1, 4]), { onProgress });
    expect(people.map((person) => [...person.faces].sort((a, b) => a - b))).toEqual([
      [2, 3, 4, 5, 6, 7, 8, 9, 10],
      [12, 13, 14, 15],
      [0, 1],
      [11],
    ]);
    expect(people.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4]);
    for (const { id, faces: own } of people) {
      for (const face of own) {
        expect(faces[face].person).toBe(id);
        expect(faces[face].doubtful).toBe(false);
      }
    }
    expect(done.at(-1)).toBe(16);
  });

  it('is the same whatever else it is asked with, and for one face', async () => {
    expect(await membersOf(draw([1]))).toEqual([[0]]);
    expect(await membersOf(draw([3, 3]), { neighbours: 1 })).toHaveLength(2);
    const copies = draw([1])
      .flatMap((face) => [face, face, face])
      .map((face, i) => ({ ...face, photo: i }));
    expect(await membersOf(copies)).toEqual([[0, 1, 2]]);
  });

  it('keeps two faces of one photo apart, and what it was told', async () => {
    const faces = draw([4, 3]);
    const shared = faces.map((face, i) => (i === 1 ? { ...face, photo: '0-0' } : face));
    const split = await membersOf(shared);
    expect(split.some((own) => own.includes(0) && own.includes(1))).toBe(false);
    const joined = await membersOf(faces, { together: [[0, 6]] });
    expect(joined.find((own) => own.includes(0))).toContain(6);
    const told = await membersOf(faces, {
      apart: [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
    });
    expect(told).toContainEqual([0]);
  });

  it('gives people the ids that they had as photos are added', async () => {
    const faces = draw([5, 4, 6]);
    const first = await clusterFaces(pipeline, faces.slice(2, 12));
    const before = first.faces.map(({ person }) => person);
    const known = faces.map((face, i) => ({ ...face, before: before[i - 2] }));
    const second = await clusterFaces(pipeline, known, { lastId: 7 });
    expect(second.faces.slice(2, 12).map(({ person }) => person)).toEqual(before);
    const late = draw([5, 4, 6, 2]).map((face, i) => ({
      ...face,
      before: second.faces[i]?.person,
    }));
    const third = await clusterFaces(pipeline, late, { lastId: 7 });
    expect(third.faces[16].person).toBe(8);
  });

  it('refuses what it cannot compare', async () => {
    const [face] = draw([1]);
    const of = (descriptor: object) => ({ descriptor: { ...face.descriptor, ...descriptor } });
    const run = (faces: readonly FaceToCluster[], options?: ClusterOptions) => () =>
      clusterFaces(pipeline, faces, options);
    await expectError(run([]), 'bad-argument', /there are no faces/);
    await expectError(run([face, of({ model: 'b' })]), 'model-mismatch', /face 1 by b/);
    await expectError(run([of({ model: 'b' })]), 'model-mismatch', /pipeline has made up/);
    const short = of({ values: new Float32Array(3) });
    await expectError(run([face, short]), 'shape-mismatch', /face 1 has 3 numbers/);
    const odd = of({ values: new Float32Array(dimensions).fill(Number.NaN) });
    await expectError(run([face, odd]), 'bad-argument', /face 1 has NaN at 0/);
    await expectError(run([face], { together: [[0, 1]] }), 'bad-argument', /of 1 faces/);
    const twice = [face, { ...face, photo: '1' }];
    const both = { together: [[0, 1]], apart: [[1, 0]] } as const;
    await expectError(run(twice, both), 'bad-argument', /said to be two people/);
    await expectError(run([face], { neighbours: 0 }), 'bad-argument', /neighbours is 0/);
    await expectError(run([face], { falseMatchRate: 2 }), 'bad-argument', /falseMatchRate is 2/);
    const signal = AbortSignal.abort();
    await expectError(run([face], { signal }), 'aborted', /cancelled/);
  });
});
