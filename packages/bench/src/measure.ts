import { Bench } from 'tinybench';

/** One of those that do the same work. */
export interface Contender {
  readonly name: string;
  /** `run` resolves to the milliseconds that count; a turn has one run then. */
  readonly ownTime?: boolean;
  /** The most turns to give, where a run takes long; one in each round where left out. */
  readonly turns?: number;
  run(): Promise<unknown>;
}

/** Milliseconds. */
export interface Times {
  readonly median: number;
  /** Between the first and the third quartile lies half of the runs. */
  readonly quartiles: readonly [number, number];
  readonly runs: number;
}

export interface Effort {
  /** How often everyone gets a turn. */
  readonly rounds: number;
  /** For one turn, in milliseconds; a turn has one run at least. */
  readonly turn: number;
  /** Whose turns took this long together gets no more, in milliseconds; endless where left out. */
  readonly most?: number;
}

/**
 * Times contenders in turns, so that whatever else the machine does meets them alike. Each was run
 * before, to warm up. Every round begins with another one.
 */
export async function measure(
  contenders: readonly Contender[],
  { rounds, turn, most = Number.POSITIVE_INFINITY }: Effort,
): Promise<Map<string, Times>> {
  const samples = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  const spent = new Map(contenders.map(({ name }) => [name, 0]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const contender = contenders[(i + round) % contenders.length];
      const { name, turns = rounds } = contender;
      const before = spent.get(name) ?? 0;
      if (round >= turns || before >= most) continue;
      const begin = performance.now();
      samples.get(name)?.push(...(await takeTurn(contender, turn)));
      spent.set(name, before + performance.now() - begin);
    }
  }
  return new Map([...samples].map(([name, times]) => [name, summarise(times)]));
}

/** Milliseconds of each run. */
async function takeTurn({ name, ownTime, run }: Contender, turn: number): Promise<number[]> {
  if (ownTime) return [Number(await run())];
  const bench = new Bench({
    time: turn,
    iterations: 0,
    warmup: false,
    retainSamples: true,
    throws: true,
  });
  bench.add(name, async () => {
    await run();
  });
  const [{ result }] = await bench.run();
  return result.state === 'completed' ? [...(result.latency.samples ?? [])] : [];
}

function summarise(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    runs: sorted.length,
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}
