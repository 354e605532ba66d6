import { describe, expect, it, vi } from 'vitest';
import type { Face } from './api/face.ts';
import type { DetectOptions } from './api/options.ts';
import type { FacePipeline } from './pipeline.ts';
import { expectError } from './testing/errors.ts';
import { usePipelines } from './testing/use-pipelines.ts';

const everything = { chips: true, attributes: true, timings: true };

describe('what is wanted of a photo', () => {
  const lane = usePipelines({ aligned: {}, compat: { compat: 'face-api' } });

  /** How many dispatches a call takes. */
  async function dispatchesOf(pipeline: FacePipeline, options: DetectOptions): Promise<number> {
    const pass = Object.getPrototypeOf(lane.device.gpu.createCommandEncoder().beginComputePass());
    const dispatched = vi.spyOn(pass, 'dispatchWorkgroups');
    await pipeline.detect(lane.photo, options);
    const { length } = dispatched.mock.calls;
    dispatched.mockRestore();
    return length;
  }

  describe.each(['aligned', 'compat'])('%s', (name) => {
    it('is found, and nothing else', async ({ task }) => {
      const pipeline = lane.pipeline(name, task.meta);
      const whole = await pipeline.detect(lane.photo, everything);
      expect(whole).toHaveLength(3);
      const place = ['box', 'score'] as const;
      const plain = [...place, 'landmarks', 'descriptor', 'descriptors'] as const;
      const guessed = ['expressions', 'age', 'gender', 'genderProbability'] as const;
      const cases: [DetectOptions, readonly (keyof Face)[]][] = [
        [{}, plain],
        [{ landmarks: true, descriptors: true }, plain],
        [{ landmarks: false }, place],
        [{ landmarks: false, descriptors: false, attributes: false }, place],
        [{ descriptors: false }, [...place, 'landmarks']],
        [{ descriptors: false, chips: true }, [...place, 'landmarks', 'chip']],
        [{ descriptors: false, attributes: true }, [...place, 'landmarks', ...guessed]],
        [{ chips: true }, [...plain, 'chip']],
      ];
      for (const [options, names] of cases) {
        const faces = await pipeline.detect(lane.photo, options);
        const wanted = whole.map((face) =>
          Object.fromEntries(names.map((name) => [name, face[name]])),
        );
        expect(faces, JSON.stringify(options)).toEqual(wanted);
      }
    });

    it('is all that is computed', async ({ task }) => {
      const pipeline = lane.pipeline(name, task.meta);
      const counts: number[] = [];
      for (const options of [
        { landmarks: false },
        { descriptors: false },
        { descriptors: false, chips: true },
        {},
        { attributes: true },
      ]) {
        counts.push(await dispatchesOf(pipeline, options));
      }
      expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
      const { timings } = await pipeline.detectIn(lane.photo, { landmarks: false, timings: true });
      const measured = lane.device.has('timestamp-query') ? ['detect'] : [];
      expect(Object.keys(timings?.stages ?? {})).toEqual(measured);
    });
  });

  it('takes one submit and one readback, however much it is', async ({ task }) => {
    const pipeline = lane.pipeline('aligned', task.meta);
    // A submit is split where the one before took too long.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    for (const options of [{ landmarks: false }, {}, everything]) {
      await pipeline.detect(lane.photo, options);
      const spies = [
        vi.spyOn(lane.device.gpu.queue, 'submit'),
        vi.spyOn(lane.device, 'readMapped'),
      ];
      const timed = 'timings' in options && lane.device.has('timestamp-query') ? 1 : 0;
      expect(await pipeline.detect(lane.photo, options)).toHaveLength(3);
      expect(spies[0]).toHaveBeenCalledTimes(1);
      expect(spies[1]).toHaveBeenCalledTimes(1 + timed);
      for (const spy of spies) spy.mockRestore();
    }
    clock.mockRestore();
  });

  it('may not contradict itself', async () => {
    const pipeline = lane.pipeline('aligned', {});
    for (const name of ['descriptors', 'attributes', 'chips']) {
      const options = { landmarks: false, [name]: true };
      const message = new RegExp(`^${name} need landmarks`);
      await expectError(() => pipeline.detect(lane.photo, options), 'bad-argument', message);
    }
  });

  it('is known to the types', async ({ task }) => {
    const pipeline = lane.pipeline('aligned', task.meta);
    const [whole]: Face[] = await pipeline.detect(lane.photo, { chips: true, descriptors: true });
    expect(whole.descriptors['arcface-mobilefacenet']).toBe(whole.descriptor);
    const [part] = await pipeline.detect(lane.photo, { landmarks: false });
    // @ts-expect-error: there may be none
    expect(() => part.descriptor.values).toThrow(TypeError);
  });
});
