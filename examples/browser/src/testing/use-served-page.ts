import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium, launchChromium, NoChromium } from '@facegpu/chromium';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { bundleDemoPage } from '../../../../tools/build/demo-page.mjs';
import { demoFolders } from '../../../../tools/setup/demo-folders.mjs';
import { serveDemo } from '../../server.mjs';

/** A page of an example, and a Chromium for it. */
export interface ServedPage {
  /** A folder for the test's files. */
  readonly folder: string;
  /** The page's address, with the faster detector. */
  readonly address: string;
  /** The same page on an origin where browsers have no WebGPU. */
  readonly insecureAddress: string;
  readonly browser: Browser | undefined;
  /** What the browser has refused and what the scripts have thrown, in all pages. */
  readonly complaints: string[];
  /** Hears the complaints of a page, and gives it the time that software adapters take. */
  watch(page: Page): void;
}

/** Only this machine's own names are secure without https. */
const insecureHost = 'insecure.test';

/**
 * Builds and serves the page of an example for all tests of a file; without Chromium they are skipped.
 *
 * @param example the folder of the example
 * @param place where the page lies on the server, from a slash to a slash
 * @param switchesOf more switches of the browser, from the folder for the test's files
 */
export function useServedPage(
  example: Parameters<typeof bundleDemoPage>[0],
  place: string,
  switchesOf: (folder: string) => Promise<readonly string[]> = async () => [],
): ServedPage {
  let missing: string | undefined;
  let browser: Browser | undefined;
  let server: Awaited<ReturnType<typeof serveDemo>>;
  let folder: string;
  const complaints: string[] = [];
  const page = () => new URL(place, server.address).href;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-page-'));
    // Into a folder of its own: tests of several files run beside each other.
    const built = path.join(folder, 'page');
    await bundleDemoPage(example, built);
    server = await serveDemo({ folders: { ...demoFolders(), [place]: built }, port: 0 });
    try {
      const program = findChromium(process.env);
      const insecure = `--host-resolver-rules=MAP ${insecureHost} localhost`;
      const switches = [...(await switchesOf(folder)), insecure];
      browser = await launchChromium(program, `${page()}icon.svg`, switches);
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
    get address() {
      return `${page()}?detector=tiny`;
    },
    get insecureAddress() {
      return this.address.replace('localhost', insecureHost);
    },
    get browser() {
      return browser;
    },
    complaints,
    watch(page) {
      page.setDefaultTimeout(100_000);
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
    },
  };
}
