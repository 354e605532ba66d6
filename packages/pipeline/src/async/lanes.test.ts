import { expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

/** A call that ends when it is told to. */
function call() {
  let end = (_?: Error) => {};
  const lanes: number[] = [];
  const work = (lane: number) => {
    lanes.push(lane);
    return new Promise<number>((resolve, reject) => {
      end = (error) => (error ? reject(error) : resolve(lane));
    });
  };
  return { work, lanes, end: (error?: Error) => end(error) };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

it('lets as many calls go on as there are lanes, in order, each alone in its lane', async () => {
  const lanes = new Lanes(2);
  const calls = [call(), call(), call(), call()];
  const results = calls.map(({ work }) => lanes.add(work));
  await turn();
  expect(calls.map((one) => one.lanes)).toEqual([[0], [1], [], []]);
  calls[1].end();
  expect(await results[1]).toBe(1);
  await turn();
  expect(calls.map((one) => one.lanes)).toEqual([[0], [1], [1], []]);
  calls[0].end(new Error('failed'));
  await expect(results[0]).rejects.toThrow('failed');
  await turn();
  expect(calls[3].lanes).toEqual([0]);
  let settled = false;
  const settling = lanes.settled().then(() => {
    settled = true;
  });
  calls[2].end();
  await turn();
  expect(settled).toBe(false);
  calls[3].end();
  await settling;
  expect(await lanes.add(async (lane) => lane)).toBe(0);
});
