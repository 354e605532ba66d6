import { Device } from '@facegpu/kernels';
import { allExecutors } from '../executors/all.ts';
import { chosen, effortOf, runWork } from '../suite.ts';
import type { Setting, Work } from '../work.ts';
import { coldStart } from '../works/cold-start.ts';
import { pageWorks } from './page-works.ts';

let opened: Setting | undefined;

function suite(quick: boolean): { setting: Setting; works: Promise<Work[]> } {
  if (!opened) throw new Error('the suite is not open');
  return { setting: opened, works: pageWorks(quick, opened.device.info.software) };
}

globalThis.facegpuBench = {
  async open() {
    const device = await Device.acquire();
    const executors = await allExecutors(device);
    opened = { device, executors };
    return { adapter: device.info, contenders: executors.map(({ name }) => name) };
  },

  async names({ quick, filter }) {
    return chosen(await suite(quick).works, filter).map(({ name }) => name);
  },

  async run(wanted, quick) {
    const { setting, works } = suite(quick);
    const work = (await works).find(({ name }) => name === wanted);
    if (!work) throw new Error(`the page has no work "${wanted}"`);
    return runWork(work, setting, setting.device.info.name, effortOf(quick));
  },

  coldStart,
};
