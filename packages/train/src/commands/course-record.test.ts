import { appendFile, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Resume } from '../course/run-course.ts';
import { useFolder } from '../testing/use-folder.ts';
import { CourseRecord, type CourseRecordOptions } from './course-record.ts';

type Numbers = { readonly loss: number };

const at = useFolder();
const optionsFor = (name: string): CourseRecordOptions<Numbers, Numbers> => ({
  out: at(`${name}.safetensors`),
  notes: { seed: 1, data: 'these photos', settings: 'these' },
  count: 2,
  titles: { loss: 'Loss' },
  describe: () => '',
  numbersOf: ({ loss }) => ({ measured: loss }),
  describeMeasured: () => '',
});

/** How far it is after a step. */
const reachedAt = (step: number): Required<Resume> => ({
  state: { step, values: new Map([['w', Float32Array.of(step)]]) },
  best: { step, score: 0.5, values: new Map() },
  memory: new Map(),
  elapsed: 100 * step,
});

const report = (step: number) => ({
  step,
  report: { loss: step },
  elapsed: 100 * step,
  share: 0.1,
});

describe('CourseRecord', () => {
  it('goes on from the checkpoint, and forgets what came after it and a line that was cut off', async () => {
    const options = optionsFor('log');
    const first = await CourseRecord.open(options);
    for (const step of [1, 2]) await first.onStep(report(step));
    await first.onCheckpoint(reachedAt(2));
    await first.onStep(report(3));
    const log = `${options.out}.log.jsonl`;
    await appendFile(log, '{"step":4,"lo');
    const second = await CourseRecord.open({ ...options, resume: true });
    expect(second.resume).toEqual(reachedAt(2));
    await second.onStep(report(3));
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).step)).toEqual([1, 2, 3]);
  });

  it.each([
    [{ data: 'other photos' }, 'the photos or the model changed since'],
    [{ seed: 2, settings: 'others' }, 'the seed and the settings changed since'],
  ])('refuses to go on with %j', async (change, message) => {
    const options = optionsFor('changed');
    await (await CourseRecord.open(options)).onCheckpoint(reachedAt(2));
    const changed = { ...options, notes: { ...options.notes, ...change }, resume: true };
    await expect(CourseRecord.open(changed)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(message),
    });
  });

  it('refuses to go on from nothing', async () => {
    await expect(
      CourseRecord.open({ ...optionsFor('nothing'), resume: true }),
    ).rejects.toMatchObject({ code: 'bad-argument', fix: 'Start without --resume.' });
  });
});
