import { describe, expect, it, vi } from 'vitest';
import { expectError } from '../testing/errors.ts';
import { Shared } from './shared.ts';

/** Work that the test ends. */
function begin() {
  const runs: { signal: AbortSignal; end: (result: string) => void; fail: () => void }[] = [];
  const start = vi.fn((signal: AbortSignal) => {
    return new Promise<string>((resolve, reject) => {
      runs.push({ signal, end: resolve, fail: () => reject(new Error('out of luck')) });
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  });
  return { shared: new Shared(start), start, runs };
}

describe('shared work', () => {
  it('is done once, for all who wait', async () => {
    const { shared, start, runs } = begin();
    const waiting = [shared.wait(undefined), shared.wait(undefined)];
    runs[0].end('result');
    expect(await Promise.all(waiting)).toEqual(['result', 'result']);
    expect(await shared.wait(undefined)).toBe('result');
    expect(start).toHaveBeenCalledOnce();
  });

  it('goes on while somebody waits, and stops with the last', async () => {
    const { shared, start, runs } = begin();
    const aborts = [new AbortController(), new AbortController()];
    const waiting = aborts.map(({ signal }) => shared.wait(signal));
    aborts[0].abort();
    await expectError(() => waiting[0], 'aborted', /cancelled/);
    expect(runs[0].signal.aborted).toBe(false);
    aborts[1].abort();
    await expectError(() => waiting[1], 'aborted', /cancelled/);
    expect(runs[0].signal.aborted).toBe(true);
    const later = shared.wait(undefined);
    runs[1].end('second');
    expect(await later).toBe('second');
    expect(start).toHaveBeenCalledTimes(2);
  });

  it('is begun again where it failed', async () => {
    const { shared, runs } = begin();
    const failed = shared.wait(undefined);
    runs[0].fail();
    await expect(failed).rejects.toThrow('out of luck');
    const later = shared.wait(undefined);
    runs[1].end('second');
    expect(await later).toBe('second');
  });
});
