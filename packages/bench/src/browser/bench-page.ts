import { FaceGpuError } from '@facegpu/kernels';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { within } from './guard.ts';

/** For everyone to do one work in all its rounds, and for the page to get ready. */
const minutes = 15;

/** A page with the suite in it, in a context of its own: it shares no cache with others. */
export class BenchPage {
  readonly #context: BrowserContext;
  readonly #page: Page;
  readonly #failed: Promise<never>;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.#page = page;
    page.on('console', (message) => {
      if (message.type() !== 'debug') console.warn(`page: ${message.text()}`);
    });
    this.#failed = new Promise<never>((_, reject) => {
      page.on('pageerror', reject);
      page.on('crash', () => reject(crashed()));
    });
    // Whoever waits for the page hears of it; nobody may be waiting when it happens.
    this.#failed.catch(() => {});
  }

  static async open(browser: Browser, address: string): Promise<BenchPage> {
    const context = await browser.newContext();
    const page = new BenchPage(context, await context.newPage());
    await page.#load(address);
    return page;
  }

  async #load(address: string): Promise<void> {
    await this.#guarded('opening the page', this.#page.goto(address));
    const isReady = this.#page.waitForFunction(() => 'facegpuBench' in globalThis, undefined, {
      timeout: 0,
    });
    await this.#guarded('loading the page', isReady);
  }

  /**
   * Calls a function in the page.
   *
   * @param what it does, for the message when it takes too long
   * @throws Error with what went wrong in the page; FaceGpuError `aborted` where it takes too long, `worker-failed` where the page crashes
   */
  ask<Answer, Argument>(
    what: string,
    question: (argument: Argument) => Promise<Answer>,
    argument: Argument,
  ): Promise<Answer> {
    const answer = this.#page.evaluate(
      question as (argument: unknown) => Promise<Answer>,
      argument,
    );
    return this.#guarded(what, answer);
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  #guarded<T>(what: string, task: Promise<T>): Promise<T> {
    return within(minutes, what, Promise.race([task, this.#failed]));
  }
}

function crashed(): FaceGpuError {
  return new FaceGpuError(
    'worker-failed',
    'the page crashed',
    'Time less at once with --filter, or look at what the browser wrote to its log.',
  );
}
