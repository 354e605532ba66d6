import { describe, expect, it } from 'vitest';
import { sharedPeople, splitPeople } from './split.ts';

const people = Array.from({ length: 1000 }, (_, i) => `person ${i}`);

describe('splitPeople', () => {
  it('puts everybody on one side, about as many as were asked for', () => {
    const { train, test } = splitPeople(people, { test: 0.2, seed: 1 });
    expect([...train, ...test].sort()).toEqual([...people].sort());
    expect(Math.abs(test.length - 200)).toBeLessThan(40);
    expect(sharedPeople(train, test)).toEqual([]);
  });

  it('goes by seed and name alone: who comes or leaves moves nobody else', () => {
    const { test } = splitPeople(people, { test: 0.2, seed: 1 });
    const fewer = splitPeople(people.slice(500), { test: 0.2, seed: 1 });
    expect(fewer.test).toEqual(test.filter((name) => people.indexOf(name) >= 500));
    expect(splitPeople(people, { test: 0.2, seed: 2 }).test).not.toEqual(test);
  });

  it.each([
    ['encoding', 'Jos\u00e9', 'Jose\u0301'],
    ['case and spaces', 'Ann Lee', 'ann_lee'],
  ])('reads names that differ in %s as one', (_, name, other) => {
    for (let seed = 0; seed < 20; seed++) {
      const { test } = splitPeople([name, other], { test: 0.5, seed });
      expect(test).not.toHaveLength(1);
    }
    expect(sharedPeople([name], [other, 'Bob'])).toEqual([other]);
  });

  it('takes nobody or everybody, and no other shares', () => {
    expect(splitPeople(people, { test: 0, seed: 1 }).test).toEqual([]);
    expect(splitPeople(people, { test: 1, seed: 1 }).train).toEqual([]);
    expect(() => splitPeople(people, { test: 1.5, seed: 1 })).toThrow(/1\.5/);
  });
});
