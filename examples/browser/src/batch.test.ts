import { expect, it } from 'vitest';
import { Batch, type BatchProgress } from './batch.ts';
import { createPhoto, type Photo, type Scene } from './photo.ts';

const scene: Scene = { faces: [], times: { total: 1, stages: [] }, hasTraits: false };

function photos(...names: string[]): Photo[] {
  return names.map((name) => createPhoto(new Blob(), name));
}

/** A batch whose looks wait until they are let go; those of a photo called "bad" fail. */
function create() {
  const looks: { name: string; signal: AbortSignal; end: () => void }[] = [];
  const progress: BatchProgress[] = [];
  const batch = new Batch(
    ({ name }, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        const end = () => (name === 'bad' ? reject(new Error('bad')) : resolve(scene));
        looks.push({ name, signal, end });
      }),
    (now) => progress.push(now),
  );
  return { batch, looks, progress };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));
const statuses = (list: readonly Photo[]) => list.map(({ status }) => status);

it('looks at one after the other, past one that fails', async () => {
  const { batch, looks, progress } = create();
  const given = photos('a', 'bad');
  const more = photos('c');
  const running = batch.add(given);
  await batch.add(more);
  for (let i = 0; i < 3; i++) {
    expect(looks).toHaveLength(i + 1);
    looks[i].end();
    await turn();
  }
  await running;
  expect(statuses([...given, ...more])).toEqual(['done', 'failed', 'done']);
  expect(given[1].error).toEqual(new Error('bad'));
  expect(progress).toContainEqual({ done: 2, total: 3 });
  expect(progress.at(-1)).toEqual({ done: 0, total: 0 });
});

it('cancels what runs and what waits, and can be asked again', async () => {
  const { batch, looks, progress } = create();
  const given = photos('a', 'b', 'c');
  const running = batch.add(given);
  looks[0].end();
  await turn();
  batch.cancel();
  expect(looks[1].signal.aborted).toBe(true);
  await running;
  expect(looks).toHaveLength(2);
  expect(statuses(given)).toEqual(['done', 'skipped', 'skipped']);
  expect(progress.at(-1)).toEqual({ done: 0, total: 0 });
  const again = batch.add([given[2]]);
  looks[2].end();
  await again;
  expect(statuses(given)).toEqual(['done', 'skipped', 'done']);
});

it('keeps what was found before in a photo that was to be looked at again', async () => {
  const { batch, looks } = create();
  const [photo] = photos('a');
  const running = batch.add([photo]);
  looks[0].end();
  await running;
  const again = batch.add([photo]);
  expect(photo.status).toBe('working');
  batch.cancel();
  await again;
  expect(photo).toMatchObject({ status: 'done', scene });
});

it('leaves out what is removed before its turn', async () => {
  const { batch, looks, progress } = create();
  const [a, b, c] = photos('a', 'b', 'c');
  const added = batch.add([a, b, c]);
  batch.remove(a);
  batch.remove(b);
  expect(progress.at(-1)).toEqual({ done: 0, total: 2 });
  looks[0].end();
  await turn();
  looks[1].end();
  await added;
  expect(looks.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(statuses([a, c])).toEqual(['done', 'done']);
});
