/** Stands for vitest where tests are bundled to run by themselves. */
export { expect } from './expect.ts';
export { vi } from './spy.ts';
export { afterAll, beforeAll, describe, it } from './suite.ts';
