import type { JSHandle } from '@facegpu/chromium';
import type { DecodeLimits, Photo } from '../photo/photo.ts';
import type { Chromium, Skippable } from './use-chromium.ts';

export const limits: DecodeLimits = { maxSide: 4096, maxBytes: 2 ** 27 };

/** Decodes something that the page of the tests has. */
export async function decodeInput(
  chromium: Chromium,
  test: Skippable,
  input: JSHandle,
  given: Partial<DecodeLimits> = {},
): Promise<Photo> {
  const page = await chromium.page(test);
  const { data, ...size } = await page.evaluate(
    async ([photo, limits]) => {
      const { data, ...size } = await facegpu.decodePhoto(photo, limits);
      return { ...size, data: [...data] };
    },
    [input, { ...limits, ...given }] as const,
  );
  return { ...size, data: Uint8Array.from(data) };
}

/** Decodes a file, which the page has as a Blob. */
export async function decodeFile(
  chromium: Chromium,
  test: Skippable,
  bytes: Buffer,
  given?: Partial<DecodeLimits>,
): Promise<Photo> {
  const page = await chromium.page(test);
  const blob = await page.evaluateHandle(
    async (text) => (await fetch(`data:;base64,${text}`)).blob(),
    bytes.toString('base64'),
  );
  return decodeInput(chromium, test, blob, given);
}
