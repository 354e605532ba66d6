import { Device } from '@facegpu/kernels';
import { allExecutors } from './executors/all.ts';
import { nodeVersions } from './report/about.ts';
import { type Choice, noSuchWork, type Run } from './run.ts';
import { chosen, effortOf, inTurn, runWork } from './suite.ts';
import { allWorks } from './works/all.ts';

/** Runs the suite in this process. */
export async function runInNode({ quick, filter }: Choice): Promise<Run> {
  const works = chosen(await allWorks(quick), filter);
  if (works.length === 0) throw noSuchWork(filter);
  const device = await Device.acquire();
  const executors = await allExecutors(device);
  const setting = { device, executors };
  const { name: adapter } = device.info;
  const names = works.map(({ name }) => name);
  const results = await inTurn(names, (_, i) => {
    return runWork(works[i], setting, adapter, effortOf(quick));
  });
  for (const executor of executors) executor.dispose();
  device.dispose();
  return { adapter: device.info, results, versions: nodeVersions() };
}
