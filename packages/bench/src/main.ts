import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Device } from '@facegpu/kernels';
import { Command } from 'commander';
import { faceGpuExecutor } from './executors/facegpu.ts';
import { ortCpuExecutor, ortWebgpuExecutor } from './executors/onnxruntime.ts';
import { tfjsWasmExecutor, tfjsWebgpuExecutor } from './executors/tfjs.ts';
import { measure } from './measure.ts';
import { type Result, toResult, toTable } from './report.ts';
import { allWorks } from './works/all.ts';

interface Options {
  readonly quick?: boolean;
  readonly filter?: string;
  readonly json?: string;
}

const program = new Command('facegpu-bench')
  .description('FaceGPU and its peers side by side, in one run on one adapter.')
  .option('--quick', 'fewer works and shorter turns')
  .option('--filter <text>', 'only works whose name contains this')
  .option('--json <file>', 'write the results there too')
  .action(bench);

await program.parseAsync();

async function bench({ quick = false, filter = '', json }: Options): Promise<void> {
  const works = allWorks(quick).filter(({ name }) => name.includes(filter));
  if (works.length === 0) program.error(`no work has "${filter}" in its name`);
  const device = await Device.acquire();
  const executors = [
    faceGpuExecutor(device),
    await tfjsWebgpuExecutor(device),
    await tfjsWasmExecutor(),
    ortWebgpuExecutor(),
    ortCpuExecutor(),
  ];
  const effort = quick ? { rounds: 3, turn: 500 } : { rounds: 7, turn: 1000 };
  const results: Result[] = [];
  for (const [i, work] of works.entries()) {
    process.stderr.write(`${i + 1}/${works.length} ${work.name}\n`);
    const { contenders, facts, dispose } = await work.prepare({ device, executors });
    const times = await measure(contenders, effort);
    results.push(toResult(work, device.info.name, times, facts));
    await dispose();
  }
  console.log(`adapter: ${device.info.name}`);
  console.log(toTable(results));
  if (json !== undefined) {
    const file = path.resolve(process.env.INIT_CWD ?? '.', json);
    await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  }
  for (const executor of executors) executor.dispose();
  device.dispose();
}
