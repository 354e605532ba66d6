import { afterAll, beforeAll } from 'vitest';
import {
  type Browser,
  findChromium,
  launchChromium,
  NoChromium,
  type Server,
  serve,
} from './index.ts';

/** A Chromium for the tests of a file; a test that asks for it is skipped where there is none. */
export function useChromium(): (test: { skip(note: string): never }) => Browser {
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
