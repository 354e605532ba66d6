import { fileURLToPath } from 'node:url';
import { findChromium, launchChromium, serve } from '@facegpu/chromium';
import { directory } from '@facegpu/models';
import type { Page } from 'playwright-core';
import { packageFolder, packageVersions } from '../packages.ts';
import { type Choice, noSuchWork, type Run } from '../run.ts';
import { inTurn } from '../suite.ts';
import { within } from './guard.ts';
import { served } from './served.ts';

/** For everyone to do one work in all its rounds, and for the page to get ready. */
const minutes = 15;

/**
 * Runs the suite in a page of a headless Chromium.
 *
 * @param bundle the folder with the page's script
 * @throws NoChromium
 * @throws Refusal where a work takes too long
 */
export async function runInChromium(choice: Choice, bundle: string): Promise<Run> {
  const chromium = findChromium(process.env);
  const server = await serve(html, folders(bundle));
  try {
    const browser = await launchChromium(chromium, server.address);
    try {
      const page = await browser.newPage();
      const run = await runInPage(page, `${server.address}?bench`, choice);
      const versions = { Chromium: browser.version(), ...peerVersions() };
      return { ...run, versions };
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

const html = `<!doctype html><title>facegpu-bench</title>
<script type="module">if (location.search) await import('${served.page}page.js')</script>`;

function folders(bundle: string): Record<string, string> {
  return {
    [served.page]: bundle,
    [served.models]: fileURLToPath(directory),
    [served.tfjs]: `${packageFolder('@tensorflow/tfjs-backend-wasm')}/dist`,
    [served.onnxruntime]: `${packageFolder('onnxruntime-web')}/dist`,
  };
}

function peerVersions(): Record<string, string> {
  return packageVersions(['@tensorflow/tfjs', 'onnxruntime-web']);
}

async function runInPage(
  page: Page,
  address: string,
  choice: Choice,
): Promise<Pick<Run, 'adapter' | 'results'>> {
  const { quick, filter } = choice;
  page.on('console', (message) => {
    if (message.type() !== 'debug') console.warn(`page: ${message.text()}`);
  });
  const failed = new Promise<never>((_, reject) => {
    page.on('pageerror', reject);
    page.on('crash', () => reject(new Error('the page crashed')));
  });
  // Whoever waits for the page hears of it; nobody may be waiting when it happens.
  failed.catch(() => {});
  const guarded = <T>(what: string, task: Promise<T>) =>
    within(minutes, what, Promise.race([task, failed]));

  await guarded('opening the page', page.goto(address));
  const isReady = page.waitForFunction(() => 'facegpuBench' in globalThis, undefined, {
    timeout: 0,
  });
  await guarded('loading the page', isReady);
  const { adapter, names } = await guarded(
    'getting ready',
    page.evaluate(async (given) => {
      const suite = await globalThis.facegpuBench;
      return { adapter: suite.adapter, names: suite.names(given) };
    }, choice),
  );
  if (names.length === 0) throw noSuchWork(filter);
  const results = await inTurn(names, (name) => {
    const task = page.evaluate(
      async ([name, quick]) => (await globalThis.facegpuBench).run(name, quick),
      [name, quick] as const,
    );
    return guarded(name, task);
  });
  return { adapter, results };
}
