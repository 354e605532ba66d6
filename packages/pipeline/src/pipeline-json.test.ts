import { expect, it } from 'vitest';
import { portrait } from './cli/testing/photos.ts';
import { type Face, Gallery } from './index.ts';
import { usePipeline } from './testing/use-pipeline.ts';

const ours = usePipeline({ detector: 'tiny' });

it('faces are compared, enrolled and named after JSON as before', async ({ task }) => {
  const pipeline = ours.pipeline(task.meta);
  const photo = await portrait('ann').png().toBuffer();
  const [face] = await pipeline.detect(photo, { attributes: true });
  const kept: Face = JSON.parse(JSON.stringify(face));
  expect(Object.keys(kept)).toEqual(Object.keys(face));
  expect(pipeline.compare(face, kept).distance).toBeCloseTo(0, 12);
  expect(pipeline.compare(kept.descriptor, face).same).toBe(true);

  await using gallery = new Gallery(pipeline);
  await gallery.enroll('Ann', [kept, structuredClone(face)]);
  const [match] = await gallery.identify(kept);
  expect(match).toMatchObject({ name: 'Ann', same: true });
  expect(match.distance).toBeLessThan(1e-6);
});
