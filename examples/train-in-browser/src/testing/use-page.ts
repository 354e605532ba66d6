import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium, launchChromium, NoChromium } from '@facegpu/chromium';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { bundleDemoPage } from '../../../../tools/build/demo-page.mjs';
import { demoFolders } from '../../../../tools/setup/demo-folders.mjs';
import { serveDemo } from '../../../browser/server.mjs';

/** The page that trains, in a Chromium. */
export interface TrainingPage {
  /** A folder for the test's files. */
  readonly folder: string;
  /** What the browser has refused and what scripts have thrown. */
  readonly complaints: string[];
  /** Opens the page, on an origin without WebGPU where that is wanted. */
  open(options?: { readonly secure?: boolean; readonly dark?: boolean }): Promise<Page>;
}

/** Only this machine's own names are secure without https. */
const insecureHost = 'insecure.test';

/** Builds, serves and opens the page for all tests of a file; without Chromium they are skipped. */
export function useTrainingPage(): TrainingPage {
  let missing: string | undefined;
  let browser: Browser | undefined;
  let server: Awaited<ReturnType<typeof serveDemo>>;
  let folder: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-train-page-'));
    const page = path.join(folder, 'page');
    await bundleDemoPage('train-in-browser', page);
    server = await serveDemo({ folders: { ...demoFolders(), '/train/': page }, port: 0 });
    try {
      const switches = [`--host-resolver-rules=MAP ${insecureHost} localhost`];
      const address = `${server.address}train/icon.svg`;
      browser = await launchChromium(findChromium(process.env), address, switches);
    } catch (error) {
      if (!(error instanceof NoChromium)) throw error;
      missing = error.message;
    }
  });
  beforeEach(({ skip }) => {
    if (missing) skip(missing);
  });
  afterAll(async () => {
    await browser?.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  return {
    get folder() {
      return folder;
    },
    complaints,
    async open({ secure = true, dark = false } = {}) {
      const colorScheme = dark ? 'dark' : 'light';
      const viewport = { width: 1100, height: 900 };
      const page = await (browser as Browser).newPage({ colorScheme, viewport });
      page.setDefaultTimeout(100_000);
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      const address = `${server.address}train/?detector=tiny`;
      await page.goto(secure ? address : address.replace('localhost', insecureHost));
      return page;
    },
  };
}
