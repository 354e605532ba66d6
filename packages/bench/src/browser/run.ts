import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, serve } from '@facegpu/chromium';
import { directory } from '@facegpu/models';
import type { Browser } from 'playwright-core';
import { packageFolder, packageVersions } from '../packages.ts';
import { type Choice, noSuchWork, type Run } from '../run.ts';
import { chosen, effortOf, inTurn, runWork } from '../suite.ts';
import { coldOnnxWorks, coldWorks, type Start } from '../works/cold.ts';
import { onnxFolders } from '../works/onnx-folders.ts';
import { onnxModels } from '../works/onnx-models.ts';
import { writePictures } from '../works/pictures.ts';
import { BenchPage } from './bench-page.ts';
import { launchForPeers } from './launch.ts';
import { served } from './served.ts';

/**
 * Runs the suite in pages of a headless Chromium.
 *
 * @param bundle the folder with the page's script
 * @throws NoChromium
 * @throws FaceGpuError `aborted` where a work takes too long
 */
export async function runInChromium(choice: Choice, bundle: string): Promise<Run> {
  const chromium = findChromium(process.env);
  const pictures = await mkdtemp(path.join(tmpdir(), 'facegpu-bench-'));
  try {
    await writePictures(pictures);
    const server = await serve(html, folders(bundle, pictures));
    try {
      const browser = await launchForPeers(chromium, server.address);
      try {
        const run = await runInPages(browser, `${server.address}?bench`, choice);
        const versions = { Chromium: browser.version(), ...peerVersions() };
        return { ...run, versions };
      } finally {
        await browser.close();
      }
    } finally {
      await server.close();
    }
  } finally {
    await rm(pictures, { recursive: true });
  }
}

const html = `<!doctype html><title>facegpu-bench</title>
<script type="module">if (location.search) await import('${served.page}page.js')</script>`;

function folders(bundle: string, pictures: string): Record<string, string> {
  return {
    [served.page]: bundle,
    [served.pictures]: pictures,
    [served.models]: fileURLToPath(directory),
    [served.faceApi]: `${packageFolder('@vladmandic/face-api')}/model`,
    [served.tfjs]: `${packageFolder('@tensorflow/tfjs-backend-wasm')}/dist`,
    [served.onnxruntime]: `${packageFolder('onnxruntime-web')}/dist`,
    [served.onnx.shared]: onnxFolders.shared,
    [served.onnx.faceplugin]: onnxFolders.faceplugin,
  };
}

function peerVersions(): Record<string, string> {
  return packageVersions(['@tensorflow/tfjs', 'onnxruntime-web', '@vladmandic/face-api']);
}

async function runInPages(
  browser: Browser,
  address: string,
  choice: Choice,
): Promise<Pick<Run, 'adapter' | 'results'>> {
  const { quick, filter } = choice;
  const page = await BenchPage.open(browser, address);
  const open = () => facegpuBench.open();
  const { adapter, contenders } = await page.ask('getting ready', open, undefined);
  const names = await page.ask('listing', (given) => facegpuBench.names(given), choice);
  const start = startInPage(browser, address);
  const cold = chosen(
    [
      ...coldWorks(quick, start, adapter.software),
      ...coldOnnxWorks(quick, await onnxModels(), start),
    ],
    filter,
  );
  if (names.length + cold.length === 0) throw noSuchWork(filter);
  const executors = contenders.map((name) => ({ name }));
  const results = await inTurn([...names, ...cold.map(({ name }) => name)], (name, i) => {
    const work = cold[i - names.length];
    if (work) return runWork(work, { executors }, adapter.name, effortOf(quick));
    return page.ask(name, ([name, quick]) => facegpuBench.run(name, quick), [name, quick] as const);
  });
  await page.close();
  return { adapter, results };
}

/** In a page that was just opened; nothing is in its caches. */
function startInPage(browser: Browser, address: string): Start {
  return async (name, network) => {
    const page = await BenchPage.open(browser, address);
    try {
      const start = (given: Parameters<Start>) => facegpuBench.coldStart(...given);
      return await page.ask(`the cold start of ${name}`, start, [name, network]);
    } finally {
      await page.close();
    }
  };
}
