import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { demoFolders } from '../../../../tools/setup/demo-folders.mjs';
import { type ServedPage, useServedPage } from './use-served-page.ts';

/** The demo page in a Chromium whose webcam shows the first sample photo. */
export interface Demo extends Pick<ServedPage, 'address' | 'insecureAddress' | 'complaints'> {
  /** What its pages share: storage. */
  readonly context: BrowserContext;
  /** Opens the page and waits until its models are there; with options in a context of its own. */
  open(options?: BrowserContextOptions): Promise<Page>;
}

/** Builds, serves and opens the page for all tests of a file; without Chromium they are skipped. */
export function useDemo(): Demo {
  const served = useServedPage('browser', '/', webcamSwitches);
  let context: BrowserContext | undefined;
  beforeAll(async () => {
    context = await served.browser?.newContext({ viewport: { width: 1280, height: 800 } });
  });
  return {
    get address() {
      return served.address;
    },
    get insecureAddress() {
      return served.insecureAddress;
    },
    get context() {
      return context as BrowserContext;
    },
    complaints: served.complaints,
    async open(options) {
      const own = options && (await served.browser?.newContext(options));
      const page = await (own ?? this.context).newPage();
      served.watch(page);
      await page.goto(served.address);
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
