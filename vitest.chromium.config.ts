import { findChromium, webgpuSwitches } from '@facegpu/chromium';
import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import { viteWgsl } from './tools/build/wgsl.mjs';

/** Runs the tests that need nothing of Node in a page of Chromium, on the browser's own adapter. */
export default defineConfig({
  plugins: [viteWgsl()],
  resolve: { conditions: ['facegpu-source', 'browser', 'module', 'import', 'default'] },
  test: {
    include: [
      'packages/{kernels,nn}/src/**/*.test.ts',
      // What keeps galleries in a page.
      'packages/pipeline/src/gallery/storages/indexeddb.test.ts',
    ],
    exclude: [...configDefaults.exclude, '**/*.node.test.ts'],
    reporters: process.env.FACEGPU_SUMMARY ? ['./tools/test/reporter.mjs'] : ['default'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    retry: process.env.FACEGPU_SUMMARY ? 1 : 0,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: findChromium(process.env),
          args: [...webgpuSwitches],
        },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
