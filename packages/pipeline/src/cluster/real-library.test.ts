import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { samples } from '../testing/samples.ts';
import { sharedData } from '../testing/shared-data.ts';
import { usePipeline } from '../testing/use-pipeline.ts';
import { clusterFaces, type FaceToCluster } from './cluster-faces.ts';

const lane = usePipeline();

/** The first face of the first sample and the first of the third are one woman's; everybody else is there once. */
const twice = ['sample1.jpg', 'sample3.jpg'];

it('finds everybody in photos of six people and in group photos', async ({ skip, task }) => {
  const folder = sharedData('people', skip);
  const pipeline = lane.pipeline(task.meta);
  const people = (await readdir(folder)).sort();
  const portraits = await Promise.all(
    people.map(async (person) => {
      const files = await readdir(path.join(folder, person));
      return files.sort().map((file) => path.join(folder, person, file));
    }),
  );
  const photos = [...portraits.flat(), ...samples];
  const faces: FaceToCluster[] = [];
  for await (const { index, faces: found = [] } of pipeline.detectMany(photos)) {
    for (const { descriptor } of found) faces.push({ descriptor, photo: photos[index] });
  }
  const { people: clusters, faces: placed } = await clusterFaces(pipeline, faces);
  const members = clusters.map((cluster) => cluster.faces.map((face) => String(faces[face].photo)));
  for (const own of portraits) expect(members.map((list) => [...list].sort())).toContainEqual(own);
  const others = members.filter(([first]) => samples.includes(first)).map((own) => own.length);
  const strangers = faces.filter(({ photo }) => samples.includes(String(photo))).length;
  expect(others.filter((count) => count > 1)).toEqual([2]);
  expect(others).toHaveLength(strangers - 1);
  const pair = members.find(([first, second]) => samples.includes(first) && second);
  expect(pair?.map((photo) => path.basename(photo)).sort()).toEqual(twice);
  expect(placed.some(({ doubtful }) => doubtful)).toBe(false);
  // Two faces of one photo are never one person.
  for (const own of members) expect(new Set(own).size).toBe(own.length);
}, 300_000);
