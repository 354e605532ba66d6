import { Device } from '@facegpu/kernels';
import { faceGpuExecutor } from '../executors/facegpu.ts';
import { tfjsWasmExecutor, tfjsWebgpuExecutor } from '../executors/tfjs.ts';
import { chosen, effortOf, runWork } from '../suite.ts';
import { ortWasmExecutor, ortWebgpuExecutor } from './onnxruntime.ts';
import type { PageSuite } from './page-suite.ts';
import { browserWorks } from './works.ts';

/** Makes the page ready: a device, and everyone who takes part. */
async function open(): Promise<PageSuite> {
  const device = await Device.acquire();
  const executors = [
    faceGpuExecutor(device),
    await tfjsWebgpuExecutor(device),
    await tfjsWasmExecutor(),
    ortWebgpuExecutor(),
    ortWasmExecutor(),
  ];
  const setting = { device, executors };
  return {
    adapter: device.info,
    names: ({ quick, filter }) => chosen(browserWorks(quick), filter).map(({ name }) => name),
    async run(wanted, quick) {
      const work = browserWorks(quick).find(({ name }) => name === wanted);
      if (!work) throw new Error(`the page has no work "${wanted}"`);
      return runWork(work, setting, effortOf(quick));
    },
  };
}

globalThis.facegpuBench = open();
