import * as library from '../index.ts';
import { platform } from '../platform/browser.ts';

/** What the page of the tests has: the library as a bundle gets it, and a part to test alone. */
const page = { ...library, decodePhoto: platform.decodePhoto };

declare global {
  var facegpu: typeof page;
}

globalThis.facegpu = page;
