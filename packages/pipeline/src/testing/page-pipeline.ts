import type { Page } from '@facegpu/chromium';
import type { WholeFaces } from '../api/options.ts';
import type { Face, PipelineOptions } from '../index.ts';
import type { Chromium, Skippable } from './use-chromium.ts';

/** The page that the tests of a file share, with a pipeline in it: the test counts for its adapter. */
export async function pageWith(
  chromium: Chromium,
  given: PipelineOptions,
  { skip, task }: Skippable & { readonly task: { readonly meta: object } },
): Promise<Page> {
  const page = await chromium.page({ skip });
  const adapter = await page.evaluate(async (given) => {
    return (await facegpu.pipeline(given)).info.adapter.name;
  }, given);
  Object.assign(task.meta, { adapter });
  return page;
}

/** The faces that the page's pipeline of these options finds in a file. */
export async function detectInPage(
  page: Page,
  given: PipelineOptions,
  url: string,
  options: WholeFaces = {},
): Promise<PlainFace[]> {
  return page.evaluate(
    async ([given, url, options]) => {
      const pipeline = await facegpu.pipeline(given);
      return facegpu.plain(await pipeline.detect(url, options));
    },
    [given, url, options] as const,
  );
}

/** A face that came out of a page. */
export type PlainFace = Pick<Face, 'box' | 'score' | 'landmarks'> & {
  readonly descriptor: { readonly model: string; readonly values: readonly number[] };
};
