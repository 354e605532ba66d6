import { describe, expect, it } from 'vitest';
import { vi } from './spy.ts';
import * as ours from './suite.ts';

const options = { timeout: 1000 };

async function outcomesOf(describeTests: () => void, more: Partial<ours.RunOptions> = {}) {
  const outcomes: ours.Outcome[] = [];
  const root = await ours.collect(describeTests);
  for await (const outcome of ours.runTests(root, { ...options, ...more })) outcomes.push(outcome);
  return outcomes;
}

describe('our runner', () => {
  it('runs tests in order, with the hooks of their blocks around them', async () => {
    const events: string[] = [];
    const say = (event: string) => () => {
      events.push(event);
    };
    const outcomes = await outcomesOf(() => {
      ours.it('first', say('first'));
      ours.describe('outer', () => {
        ours.beforeAll(say('before outer'));
        ours.afterAll(say('after outer'));
        ours.describe('inner', () => {
          ours.beforeAll(say('before inner'));
          ours.it('second', { timeout: 5 }, say('second'));
        });
        ours.it('third', say('third'));
      });
    });
    expect(events).toEqual([
      'first',
      'before outer',
      'before inner',
      'second',
      'third',
      'after outer',
    ]);
    expect(outcomes.map(({ path, state }) => [path.join(' > '), state])).toEqual([
      ['first', 'passed'],
      ['outer > inner > second', 'passed'],
      ['outer > third', 'passed'],
    ]);
  });

  it('tells failures from what skips itself, and goes on', async () => {
    const outcomes = await outcomesOf(
      () => {
        ours.it('fails', async () => {
          throw new Error('3 of 5 differ');
        });
        ours.it('skips itself', ({ skip }) => skip('the adapter lacks shader-f16'));
        ours.it('hangs', () => new Promise(() => {}));
        ours.describe('a block', () => {
          ours.beforeAll(() => {
            throw new Error('no device');
          });
          ours.it('cannot run', () => {});
        });
        ours.it.each([
          ['a', 1],
          ['b', 2],
        ])('%s is %i', (_: string, number: number) => expect(number).toBe(1));
        ours.it.for(['c'])('for %s', (row: string, { skip }: ours.TestContext) => skip(row));
      },
      { timeout: 20 },
    );
    expect(outcomes.map(({ state, note }) => [state, note?.split('\n')[0]])).toEqual([
      ['failed', '3 of 5 differ'],
      ['skipped', 'the adapter lacks shader-f16'],
      ['failed', 'no end after 0.02 s'],
      ['failed', 'no device'],
      ['passed', undefined],
      ['failed', expect.stringContaining('expected 2 to be 1')],
      ['skipped', 'c'],
    ]);
    expect(outcomes.slice(-2).map(({ path }) => path)).toEqual([['b is 2'], ['for c']]);
  });

  it('makes a block of each row', async () => {
    const outcomes = await outcomesOf(() => {
      ours.describe.each([{ side: 3 }, { side: 5 }])(
        '$side pixels',
        ({ side }: { side: number }) => {
          ours.it('is small', () => expect(side).toBeLessThan(5));
        },
      );
    });
    expect(outcomes.map(({ path, state }) => [path.join(' > '), state])).toEqual([
      ['3 pixels > is small', 'passed'],
      ['5 pixels > is small', 'failed'],
    ]);
  });

  it('takes a part of the tests, and stops where it is told to', async () => {
    const five = () => {
      for (const name of 'abcde') ours.it(name, () => {});
    };
    const odd = await outcomesOf(five, { takes: (index) => index % 2 === 1 });
    expect(odd.map(({ path }) => path[0])).toEqual(['b', 'd']);
    let asked = 0;
    const early = await outcomesOf(five, { enough: () => asked++ > 2 });
    expect(early.map(({ path }) => path[0])).toEqual(['a', 'b']);
    expect(ours.countTests(await ours.collect(five))).toBe(5);
  });
});

it('our spies count calls, replace methods, and give them back', () => {
  class Counter {
    add(by: number): number {
      return by + 1;
    }
  }
  const counter = new Counter();
  const spy = vi.spyOn(counter, 'add');
  expect(counter.add(2)).toBe(3);
  spy.mockImplementation(() => 0);
  expect(counter.add(5)).toBe(0);
  expect(spy.mock.calls).toEqual([[2], [5]]);
  vi.restoreAllMocks();
  expect(counter.add(2)).toBe(3);
});
