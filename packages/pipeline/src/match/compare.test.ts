import { describe, expect, it } from 'vitest';
import { StampedDescriptor } from '../api/descriptor.ts';
import { errorOf } from '../testing/errors.ts';
import { descriptorOf, type FaceOrDescriptor } from './compare.ts';

/** Floats whose decimal form is long, tiny, huge or short. */
const values = Float32Array.of(0.1, -1 / 3, 1e-38, 3.4e38, 5, -0.000123456789, 16777217);
const model = 'net@0123/chip112';
const descriptor = new StampedDescriptor({ model, values });
const face = { score: 0.9, descriptor, descriptors: { net: descriptor } };
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe('a descriptor', () => {
  it.each<[name: string, given: FaceOrDescriptor]>([
    ['as it is', descriptor],
    ['as a plain object', { model, values }],
    ['in a face', face],
    ['after JSON', throughJson(descriptor)],
    ['in a face after JSON', throughJson(face)],
    ['after JSON twice', throughJson(throughJson(face))],
    ['posted to a worker', structuredClone(descriptor)],
    ['in a face posted to a worker', structuredClone(face)],
    ['posted, then after JSON', throughJson(structuredClone(face))],
    ['with numbers in a list', { model, values: [...values] }],
  ])('is the same %s', (_, given) => {
    expect(descriptorOf(given)).toEqual({ model, values });
    expect(descriptorOf(given).values).toBeInstanceOf(Float32Array);
  });

  it('is a list of short numbers in JSON', () => {
    const json = JSON.stringify(descriptor);
    expect(json).toMatch(
      /^\{"model":"net@0123\/chip112","values":\[0.100000001,-0.333333343,9.99999935e-39,/,
    );
    expect(JSON.parse(json).values).toHaveLength(values.length);
  });

  it('is that of the model that is wanted', () => {
    const other = new StampedDescriptor({ model: 'other', values: Float32Array.of(1) });
    const both = throughJson({ descriptor, descriptors: { net: descriptor, other } });
    expect(descriptorOf(both, 'other').values).toEqual(Float32Array.of(1));
    expect(descriptorOf(both, 'third').model).toBe(model);
  });

  it.each<[name: string, given: unknown, message: RegExp]>([
    ['numbers alone', values, /is Float32Array without a model/],
    ['a list', [...values], /is Array without a model/],
    ['a face without one', { descriptor: undefined }, /is Undefined without a model/],
    ['the numbers of a face', { descriptor: [...values] }, /is Array without a model/],
    ['without numbers', { model }, /empty/],
    ['empty', { model, values: {} }, /empty/],
    ['NaN', { model, values: Float32Array.of(1, Number.NaN) }, /no finite number/],
    ['NaN after JSON', { model, values: [1, null] }, /no finite number/],
    ['texts', { model, values: ['1', '2'] }, /no finite number/],
  ])('is refused: %s', async (_, given, message) => {
    const error = await errorOf(() => descriptorOf(given as FaceOrDescriptor));
    expect(error).toMatchObject({ code: 'bad-argument', message: expect.stringMatching(message) });
    // What the fix shows is taken.
    const { fix } = error as { fix: string };
    const shown = /\{.*\}/.exec(fix)?.[0] ?? '';
    const form = shown.replace('{ model, values }', JSON.stringify(descriptor)).replace(', …', '');
    expect(descriptorOf(JSON.parse(form)).values.length).toBeGreaterThan(0);
  });

  it.each([undefined, null, 7, 'ada', values.join().repeat(99)])('isn’t %o', async (given) => {
    const error = await errorOf(() => descriptorOf(given as unknown as FaceOrDescriptor));
    expect(error).toMatchObject({ code: 'no-face' });
    expect((error as Error).message.length).toBeLessThan(200);
  });
});
