import { Bench } from 'tinybench';

/** One of those that do the same work. */
export interface Contender {
  readonly name: string;
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
}

/**
 * Times contenders in turns, so that whatever else the machine does meets them alike. Each was run
 * before, to warm up. Every round begins with another one.
 */
export async function measure(
  contenders: readonly Contender[],
  { rounds, turn }: Effort,
): Promise<Map<string, Times>> {
  const samples = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    const bench = new Bench({
      time: turn,
      iterations: 0,
      warmup: false,
      retainSamples: true,
      throws: true,
    });
    for (let i = 0; i < contenders.length; i++) {
      const { name, run } = contenders[(i + round) % contenders.length];
      bench.add(name, async () => {
        await run();
      });
    }
    for (const { name, result } of await bench.run()) {
      if (result.state === 'completed') samples.get(name)?.push(...(result.latency.samples ?? []));
    }
  }
  return new Map([...samples].map(([name, times]) => [name, summarise(times)]));
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
