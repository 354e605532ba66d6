import { defineConfig } from 'vitest/config';
import { vitePage } from './tools/build/page.mjs';
import { viteWgsl } from './tools/build/wgsl.mjs';

export default defineConfig({
  plugins: [viteWgsl(), vitePage()],
  resolve: { conditions: ['facegpu-source', 'node', 'module', 'import', 'default'] },
  // Not `import`: the processes of tests take these for what is required, too.
  ssr: { resolve: { conditions: ['facegpu-source', 'node', 'module'] } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'tools/**/*.test.ts',
      'examples/*/src/**/*.test.ts',
      'examples/*/*.test.ts',
    ],
    pool: 'forks',
    reporters: process.env.FACEGPU_SUMMARY ? ['./tools/test/reporter.mjs'] : ['default'],
    testTimeout: 120_000,
    // Once more on a machine that others load; the closing lines name each test that needed it.
    retry: process.env.FACEGPU_SUMMARY ? 1 : 0,
    hookTimeout: 60_000,
  },
});
