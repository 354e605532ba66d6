import type { Browser, Page } from 'playwright-core';
import { type ServedPage, useServedPage } from '../../../browser/src/testing/use-served-page.ts';

/** The page that trains, in a Chromium. */
export interface TrainingPage extends Pick<ServedPage, 'folder' | 'complaints'> {
  /** Opens the page, on an origin without WebGPU where that is wanted. */
  open(options?: { readonly secure?: boolean; readonly dark?: boolean }): Promise<Page>;
}

/** Builds, serves and opens the page for all tests of a file; without Chromium they are skipped. */
export function useTrainingPage(): TrainingPage {
  const served = useServedPage('train-in-browser', '/train/');
  return {
    get folder() {
      return served.folder;
    },
    complaints: served.complaints,
    async open({ secure = true, dark = false } = {}) {
      const colorScheme = dark ? 'dark' : 'light';
      const viewport = { width: 1100, height: 900 };
      const page = await (served.browser as Browser).newPage({ colorScheme, viewport });
      served.watch(page);
      await page.goto(secure ? served.address : served.insecureAddress);
      return page;
    },
  };
}
