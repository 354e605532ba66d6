/** Does something so often in one go, and waits until the GPU has. */
export type Repeat = (times: number) => Promise<void>;

/** Milliseconds that a run lasts at least, so that what a submit costs hardly counts. */
const shortestRun = 5;

/** What a turn has at least. */
const turn = { runs: 3, time: 200 };

/** The least power of 2 that makes a run long enough. */
export async function repeatsFor(repeat: Repeat, most = 2048): Promise<number> {
  await repeat(1);
  for (let times = 1; ; times *= 2) {
    if (times >= most) return times;
    const [fastest] = await runsOf(repeat, times, { runs: 3, time: 0 });
    if (fastest >= shortestRun) return times;
  }
}

/** A turn's runs, the fastest first, in milliseconds. */
export function takeTurn(repeat: Repeat, times: number): Promise<number[]> {
  return runsOf(repeat, times, turn);
}

async function runsOf(repeat: Repeat, times: number, least: typeof turn): Promise<number[]> {
  const runs: number[] = [];
  const end = performance.now() + least.time;
  while (runs.length < least.runs || performance.now() < end) {
    const begin = performance.now();
    await repeat(times);
    runs.push(performance.now() - begin);
  }
  return runs.sort((a, b) => a - b);
}
