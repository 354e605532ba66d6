import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Face, Point } from '../api/face.ts';
import type { Detection } from '../api/options.ts';
import { rollPhoto } from '../evaluate/roll.ts';
import { centralFace } from '../faces/pick.ts';
import { distanceOf } from '../match/metric.ts';
import { samples } from '../testing/samples.ts';
import { sharedData } from '../testing/shared-data.ts';
import { usePipeline } from '../testing/use-pipeline.ts';

/** How far photos are turned, in degrees: every other one the other way. */
const rolls = { groups: [35, 90], portraits: [35, 135, 180] };

/** Photos are looked at in up to eight ways. */
const timeout = 300_000;

/** How far the descriptor may move: a twentieth of the distance at which two people are told apart. */
const allowed = 0.03;

const ours = usePipeline();

const name = `moves descriptors by less than ${allowed} where photos are turned by`;

describe('alignment', { timeout }, () => {
  it.for(rolls.groups)(
    `${name} %i°, in the group photographs of the samples`,
    async (roll, { task }) => {
      // The others are tilted already, or half in the dark: a detector may lose them.
      const upright = ({ score, landmarks }: Face) =>
        score >= 0.9 && Math.abs(tiltOf(landmarks)) < 8;
      await expectSteady(samples, roll, ({ faces }) => faces.filter(upright), 8, task.meta);
    },
  );

  it.for(rolls.portraits)(`${name} %i°, in fourteen portraits`, async (roll, { task, skip }) => {
    const portraits = await photosIn(sharedData('people', skip));
    const central = (photo: Detection) => {
      const face = centralFace(photo.faces, photo);
      return face ? [face] : [];
    };
    await expectSteady(portraits, roll, central, 14, task.meta);
  });
});

/** Compares faces of photos with the same ones of the photos turned this way or that. */
async function expectSteady(
  photos: readonly string[],
  roll: number,
  choose: (photo: Detection) => readonly Face[],
  count: number,
  meta: object,
): Promise<void> {
  const pipeline = ours.pipeline(meta);
  const distances: Record<string, number> = {};
  for (const [i, file] of photos.entries()) {
    const degrees = i % 2 === 0 ? -roll : roll;
    const bytes = await readFile(file);
    const photo = await pipeline.detectIn(bytes);
    const rolled = await pipeline.detectIn(await rollPhoto(bytes, file, degrees));
    for (const [n, face] of choose(photo).entries()) {
      const there = turn(centreOf(face), photo, rolled, degrees);
      const again = rolled.faces.find(
        (other) => apart(there, centreOf(other)) < face.box.width / 2,
      );
      const distance = again
        ? distanceOf(pipeline.info.metric, face.descriptor.values, again.descriptor.values)
        : Number.POSITIVE_INFINITY;
      distances[`${path.relative(path.join(file, '../..'), file)}, face ${n}`] =
        Math.round(distance * 1000) / 1000;
    }
  }
  const report = `the largest of ${JSON.stringify(distances)}`;
  expect(Object.keys(distances), report).toHaveLength(count);
  expect(Math.max(...Object.values(distances)), report).toBeLessThan(allowed);
}

/** By how many degrees the line between the outer corners of the eyes is turned. */
function tiltOf(landmarks: Face['landmarks']): number {
  const [[x, y], [otherX, otherY]] = [landmarks[36], landmarks[45]];
  return (Math.atan2(otherY - y, otherX - x) * 180) / Math.PI;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function centreOf({ box: { x, y, width, height } }: Face): Point {
  return [x + width / 2, y + height / 2];
}

/** Where a point of a photo is once the photo was turned clockwise around its centre. */
function turn([x, y]: Point, photo: Size, rolled: Size, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [dx, dy] = [x - photo.width / 2, y - photo.height / 2];
  return [rolled.width / 2 + cos * dx - sin * dy, rolled.height / 2 + sin * dx + cos * dy];
}

function apart([x, y]: Point, [otherX, otherY]: Point): number {
  return Math.hypot(x - otherX, y - otherY);
}

async function photosIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /\.(jpg|png)$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}
