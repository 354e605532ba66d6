import { spawnSync } from 'node:child_process';
import { describeAdapter, requestAdapter } from '@facegpu/kernels';
import { about } from '../report/about.ts';
import type { Work } from '../work.ts';
import { coldWorks, type Start } from '../works/cold.ts';
import { kernelWorks } from '../works/kernels.ts';
import { launchWorks } from '../works/launches.ts';
import { limitWorks } from '../works/limits.ts';
import { matchWork } from '../works/match.ts';
import { networkWorks } from '../works/networks.ts';
import { photoWorks } from '../works/photo.ts';
import { throughputWorks } from '../works/throughput.ts';
import { measuring } from './measure-works.ts';
import type { SectionName } from './plan.ts';
import { runTestFiles, type TestFiles } from './run-tests.ts';
import type { Section } from './section.ts';

/** What sections get from the folder that they run from. */
export interface Ingredients {
  readonly testFiles: TestFiles;
  /** Versions of what is in the folder, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly startCold: Start;
}

/** Descriptors of galleries, each of another person. */
const people = [100_000, 1_000_000];

/** The sections' work, by their names. */
export function sectionsOf(ingredients: Ingredients): Readonly<Record<SectionName, Section>> {
  const { testFiles, versions, startCold } = ingredients;
  return {
    machine: tellMachine(versions),
    limits: measuring(() => [...limitWorks(), ...launchWorks()]),
    networks: measuring(() => networkWorks(false)),
    tests: (context) => runTestFiles(testFiles, context),
    photos: measuring(() => photoWorks(false)),
    throughput: measuring(() => throughputWorks(false)),
    match: measuring(() => people.map(matchWork)),
    cold: measuring(() => coldWorks(false, startCold)),
    kernels: measuring(allKernels, { rounds: 2, turn: 300 }),
  };
}

/** Adapter, driver and limits: what everything else is to be read with. */
function tellMachine(versions: Ingredients['versions']): Section {
  return async ({ send }) => {
    const { info, features, limits } = await requestAdapter();
    const adapter = describeAdapter(info, features);
    const { subgroupMinSize, subgroupMaxSize } = info;
    send({
      kind: 'machine',
      adapter,
      limits: numbersOf(limits),
      about: {
        ...about(adapter, versions),
        'subgroup sizes': `${subgroupMinSize} to ${subgroupMaxSize}`,
        ...card(),
      },
    });
  };
}

function numbersOf(limits: GPUSupportedLimits): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const name in limits) {
    const value = limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') numbers[name] = value;
  }
  return numbers;
}

/** What NVIDIA's driver says of its card; nothing where there is none. */
function card(): Record<string, string> {
  const args = [
    '--query-gpu=name,driver_version,memory.total,clocks.max.sm',
    '--format=csv,noheader',
  ];
  const { status, stdout } = spawnSync('nvidia-smi', args, { encoding: 'utf8' });
  return status === 0 ? { 'nvidia-smi': stdout.trim() } : {};
}

/** First those few that stand for the rest. */
async function allKernels(): Promise<Work[]> {
  const quick = await kernelWorks(true);
  const names = new Set(quick.map(({ name }) => name));
  return [...quick, ...(await kernelWorks(false)).filter(({ name }) => !names.has(name))];
}
