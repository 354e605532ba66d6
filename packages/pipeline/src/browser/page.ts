import * as library from '../index.ts';
import { platform } from '../platform/browser.ts';

/** What the page of the tests has: the library as a bundle gets it, and parts to test alone. */
const { decodePhoto, readModel } = platform;
const page = { ...library, decodePhoto, readModel };

declare global {
  var facegpu: typeof page;
}

globalThis.facegpu = page;
