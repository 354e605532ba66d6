export type { Browser, JSHandle, Page } from 'playwright-core';
export { findChromium, launchChromium, webgpuSwitches } from './chromium.ts';
export { NoChromium } from './no-chromium.ts';
export { isolated, type Server, serve } from './server.ts';
