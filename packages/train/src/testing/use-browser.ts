import {
  type Browser,
  findChromium,
  launchChromium,
  NoChromium,
  type Page,
  serve,
} from '@facegpu/chromium';
import { afterAll, beforeAll } from 'vitest';

/** A test, as far as it can be skipped. */
interface Skippable {
  readonly skip: (note: string) => never;
}

/** A Chromium for the tests of a file, which are skipped where there is none. */
export function useBrowser(): { open(test: Skippable, address: string): Promise<Page> } {
  let browser: Browser | undefined;
  let missing = '';
  beforeAll(async () => {
    const blank = await serve('<!doctype html><title>blank</title>', {});
    try {
      browser = await launchChromium(findChromium(process.env), blank.address);
    } catch (error) {
      if (!(error instanceof NoChromium)) throw error;
      missing = error.message;
    } finally {
      await blank.close();
    }
  });
  afterAll(() => browser?.close());
  return {
    async open({ skip }, address) {
      if (!browser) return skip(missing);
      const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
      await page.goto(address);
      return page;
    },
  };
}
