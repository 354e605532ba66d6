import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NoChromium } from '@facegpu/chromium';
import { FaceGpuError } from '@facegpu/kernels';
import { accuracySuite, runAccuracy } from './accuracy/run.ts';
import { runInChromium } from './browser/run.ts';
import { isWhole, type Options, parseOptions } from './options.ts';
import { about } from './report/about.ts';
import { folderName } from './report/folder.ts';
import { toJson } from './report/json.ts';
import { toTable } from './report/table.ts';
import { writeReport } from './report/write.ts';
import type { Run } from './run.ts';
import { runInNode } from './run-in-node.ts';

const folder = new URL('../', import.meta.url);

await bench(parseOptions(process.argv.slice(2))).catch((error) => {
  if (error instanceof FaceGpuError) process.stderr.write(`${error}\n`);
  else if (error instanceof NoChromium) process.stderr.write(`facegpu-bench: ${error.message}\n`);
  else throw error;
  process.exitCode = 1;
});

async function bench(options: Options): Promise<void> {
  if (options.filter === accuracySuite) {
    const rows = await runAccuracy(folder, options);
    if (options.json !== undefined) await writeJson(options.json, JSON.stringify(rows, null, 2));
    return;
  }
  const run = options.browser
    ? await runInChromium(options, fileURLToPath(new URL('dist/page/', folder)))
    : await runInNode(options);
  console.log(`adapter: ${run.adapter.name}`);
  console.log(toTable(run.results));
  if (options.json !== undefined) await writeJson(options.json, toJson(run.results));
  if (options.report) await report(options, run);
}

/** @throws FaceGpuError `file-unwritable` */
async function writeJson(given: string, text: string): Promise<void> {
  const file = path.resolve(process.env.INIT_CWD ?? '.', given);
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new FaceGpuError(
      'file-unwritable',
      `${file} can't be written: ${cause instanceof Error ? cause.message : cause}`,
      'Give --json a file in a folder that is there and that you may write to.',
      { cause },
    );
  }
}

async function report(options: Options, { adapter, results, versions }: Run): Promise<void> {
  const name = folderName({
    date: new Date(),
    adapter,
    ...(options.browser && { host: 'chromium' }),
    partial: !isWhole(options),
  });
  await writeReport(new URL(`results/${name}/`, folder), {
    title: `FaceGPU and its peers, ${name}`,
    about: about(adapter, versions),
    results,
  });
  console.log(`report: packages/bench/results/${name}`);
}
