import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium, launchChromium, NoChromium } from '@facegpu/chromium';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { bundleDemoPage } from '../../../../tools/build/demo-page.mjs';
import { demoFolders } from '../../../../tools/setup/demo-folders.mjs';
import { serveDemo } from '../../server.mjs';

/** The demo page in a Chromium whose webcam shows the first sample photo. */
export interface Demo {
  /** The page's address, with the faster detector. */
  readonly address: string;
  /** The same page on an origin where browsers have no WebGPU. */
  readonly insecureAddress: string;
  /** What its pages share: storage. */
  readonly context: BrowserContext;
  /** Opens the page and waits until its models are there; with options in a context of its own. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** What the browser has refused and what the scripts have thrown, in all pages. */
  readonly complaints: string[];
}

/** Only this machine's own names are secure without https. */
const insecureHost = 'insecure.test';

/** Builds, serves and opens the page for all tests of a file; without Chromium they are skipped. */
export function useDemo(): Demo {
  let missing: string | undefined;
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;
  let server: Awaited<ReturnType<typeof serveDemo>>;
  let folder: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-demo-'));
    // Into a folder of its own: tests of several files run beside each other.
    const page = path.join(folder, 'page');
    await bundleDemoPage('browser', page);
    server = await serveDemo({ folders: { ...demoFolders(), '/': page }, port: 0 });
    try {
      const program = findChromium(process.env);
      const insecure = `--host-resolver-rules=MAP ${insecureHost} localhost`;
      const switches = [...(await webcamSwitches(folder)), insecure];
      browser = await launchChromium(program, `${server.address}icon.svg`, switches);
      context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
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
    get address() {
      return `${server.address}?detector=tiny`;
    },
    get context() {
      return context as BrowserContext;
    },
    get insecureAddress() {
      return this.address.replace('localhost', insecureHost);
    },
    complaints,
    async open(options) {
      const own = options && (await browser?.newContext(options));
      const page = await (own ?? this.context).newPage();
      page.setDefaultTimeout(100_000);
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(this.address);
      await untilLoaded(page);
      return page;
    },
  };
}

export async function untilLoaded(page: Page): Promise<void> {
  await page.locator('#adapter').getByText('Runs on').waitFor();
}

/** A webcam that shows a sample photo: its JPEG, again and again. */
async function webcamSwitches(folder: string): Promise<string[]> {
  const photo = await readFile(path.join(demoFolders()['/samples/'], 'sample1.jpg'));
  const film = path.join(folder, 'webcam.mjpeg');
  await writeFile(film, Buffer.concat([photo, photo]));
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ];
}

/** Drops files on the page: samples of the server by their names, others by their text. */
export async function drop(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate(async (given) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of Object.entries(given)) {
      const body = text || (await (await fetch(`samples/${name}`)).blob());
      const type = name.endsWith('.jpg') ? 'image/jpeg' : 'text/plain';
      dataTransfer.items.add(new File([body], name, { type }));
    }
    const stage = document.getElementById('stage') as HTMLElement;
    const event = { dataTransfer, bubbles: true, cancelable: true };
    stage.dispatchEvent(new DragEvent('dragover', event));
    stage.dispatchEvent(new DragEvent('drop', event));
  }, files);
}

/** Software adapters are slow, and other tests may run beside these. */
export const patient = { timeout: 100_000 };

/** The names in the list of people. */
export function peopleOf(page: Page): Promise<string[]> {
  const values = (fields: Element[]) => fields.map((field) => (field as HTMLInputElement).value);
  return page.locator('#people-list input').evaluateAll(values);
}
