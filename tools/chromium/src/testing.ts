import { afterAll, beforeAll } from 'vitest';
import {
  type Browser,
  findChromium,
  launchChromium,
  NoChromium,
  type Page,
  type Server,
  serve,
} from './index.ts';

/** A test, as far as it can be skipped. */
interface Skippable {
  skip(note: string): never;
}

/** A Chromium for the tests of a file; a test that asks for it is skipped where there is none. */
export function useChromium(): (test: Skippable) => Browser {
  let browser: Browser | undefined;
  let missing = '';
  let server: Server | undefined;
  beforeAll(async () => {
    server = await serve('<!doctype html>', {});
    try {
      browser = await launchChromium(findChromium(process.env), server.address);
    } catch (error) {
      if (!(error instanceof NoChromium)) throw error;
      missing = error.message;
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  return ({ skip }) => browser ?? skip(missing);
}

/** The same, to look at pages: each in a profile of its own, in a window of a desk's size. */
export function useBrowser(): { open(test: Skippable, address: string): Promise<Page> } {
  const chromium = useChromium();
  return {
    async open(test, address) {
      const page = await chromium(test).newPage({ viewport: { width: 1280, height: 860 } });
      await page.goto(address);
      return page;
    },
  };
}
