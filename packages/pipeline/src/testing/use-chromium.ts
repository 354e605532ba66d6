import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  findChromium,
  launchChromium,
  NoChromium,
  type Page,
  type Server,
  serve,
} from '@facegpu/chromium';
import { directory } from '@facegpu/models';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { esbuildWgsl } from '../../../../tools/build/wgsl.mjs';
import { samples } from './samples.ts';

const sources = new URL('../', import.meta.url);

/** What scripts are made of, by the names under which the server has them in `/page/`. */
const entries = {
  page: 'testing/page.ts',
  worker: 'worker.ts',
  losing: 'testing/losing-worker.ts',
  tables: 'testing/tables-worker.ts',
  standalone: 'standalone.ts',
};

const html =
  '<!doctype html><title>FaceGPU</title><script type="module" src="/page/page.js"></script>';

/** As strict as a page can be that loads the library, and pictures from wherever the tests want. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self' blob: data:",
  'img-src * blob: data:',
].join(';');

/** A test, as far as it can be skipped. */
export interface Skippable {
  readonly skip: (note: string) => never;
}

export interface Chromium {
  /** Where the page is that has the library as its global `facegpu`. */
  readonly address: string;
  /** The same page under a name whose origin browsers don't trust. */
  readonly insecureAddress: string;
  /** A new page in a profile of its own, at another address perhaps; `init` runs before its scripts. */
  open(test: Skippable, options?: { at?: string; init?: () => void }): Promise<Page>;
  /** The page that the tests of a file share. */
  page(test: Skippable): Promise<Page>;
}

/**
 * A Chromium for the tests of a file, and a server for its pages: with the library, the models in
 * `/models/` and the sample photos in `/samples/`. Tests are skipped where there is no Chromium.
 *
 * @param fill writes further files into the folder that the server has as `/files/`
 */
export function useChromium(fill: (folder: string) => Promise<unknown> = async () => {}): Chromium {
  let folder = '';
  let server: Server | undefined;
  let browser: Browser | undefined;
  let missing = '';
  let shared: Promise<Page> | undefined;

  beforeAll(async () => {
    try {
      const executable = findChromium(process.env);
      folder = await mkdtemp(path.join(tmpdir(), 'facegpu-page-'));
      await bundle(path.join(folder, 'page'));
      await mkdir(path.join(folder, 'files'));
      await fill(path.join(folder, 'files'));
      server = await serve(html, folders(folder), { 'content-security-policy': policy });
      browser = await launchChromium(executable, server.address, [
        '--host-resolver-rules=MAP *.test 127.0.0.1',
      ]);
    } catch (error) {
      if (!(error instanceof NoChromium)) throw error;
      missing = error.message;
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  const open: Chromium['open'] = async ({ skip }, { at = address(), init } = {}) => {
    if (!browser) return skip(missing);
    const page = await browser.newPage();
    if (init) await page.addInitScript(init);
    await page.goto(at);
    await page.waitForFunction(() => 'facegpu' in globalThis);
    return page;
  };
  const address = () => server?.address ?? '';
  return {
    get address() {
      return address();
    },
    get insecureAddress() {
      return address().replace('localhost', 'insecure.test');
    },
    open,
    page(test) {
      shared ??= open(test);
      return shared;
    },
  };
}

function folders(folder: string): Record<string, string> {
  return {
    '/page/': path.join(folder, 'page'),
    '/files/': path.join(folder, 'files'),
    '/models/': fileURLToPath(directory),
    '/samples/': path.dirname(samples[0]),
  };
}

async function bundle(outdir: string): Promise<void> {
  await build({
    absWorkingDir: fileURLToPath(sources),
    entryPoints: entries,
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['facegpu-source'],
    plugins: [esbuildWgsl({ minify: true })],
    logLevel: 'warning',
  });
}
