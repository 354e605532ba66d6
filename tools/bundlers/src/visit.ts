import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, serve } from '@facegpu/chromium';
import { directory } from '@facegpu/models';

const faceApi = createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json');

/** As strict as a page's Content-Security-Policy can be that uses the pipeline in a worker. */
export const strict: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' blob:",
};

/** What came of opening a page. */
export interface Visit {
  /** What the page shows in the end. */
  readonly shown: string;
  /** The scripts of the workers that it started. */
  readonly workers: readonly string[];
  /** The paths of everything that it and its workers asked for. */
  readonly requests: readonly string[];
  /** What broke the policy, by directive. */
  readonly violations: readonly string[];
  /** Errors and warnings on the console, and those that nobody caught. */
  readonly complaints: readonly string[];
}

/**
 * Serves a folder with an `index.html`, the models in `models/` and the sample photos in `photos/`, and
 * opens the page until it shows something.
 */
export async function visit(browser: Browser, folder: string, policy = strict): Promise<Visit> {
  const html = await readFile(path.join(folder, 'index.html'), 'utf8');
  const folders = {
    '/': folder,
    '/models/': fileURLToPath(directory),
    '/photos/': path.join(path.dirname(faceApi), 'demo'),
  };
  const header = Object.entries(policy).map((directive) => directive.join(' '));
  const server = await serve(html, folders, { 'content-security-policy': header.join('; ') });
  const pathOf = (address: string) => new URL(address).pathname;
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const [workers, requests, complaints]: string[][] = [[], [], []];
    page.on('worker', (worker) => workers.push(pathOf(worker.url())));
    context.on('request', (request) => requests.push(pathOf(request.url())));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const isComplaint = ['error', 'warning'].includes(message.type());
      // Chromium asks every site for its icon.
      const isIcon = message.location().url.endsWith('/favicon.ico');
      if (isComplaint && !isIcon) complaints.push(message.text());
    });
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        const { dataset } = document.documentElement;
        dataset.violations = `${dataset.violations ?? ''} ${effectiveDirective}`;
      });
    });
    await page.goto(server.address);
    const shown = await page.locator('output').textContent({ timeout: 60_000 });
    const broken = await page.locator('html').getAttribute('data-violations');
    const violations = broken?.trim().split(' ') ?? [];
    return { shown: shown ?? '', workers, requests, violations, complaints };
  } finally {
    await context.close();
    await server.close();
  }
}
