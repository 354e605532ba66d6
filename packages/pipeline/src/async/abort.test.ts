import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { abortable, onAbort } from './abort.ts';

describe('a signal', () => {
  it('has one listener, however many calls wait for it, and none after them', async () => {
    const { signal } = new AbortController();
    const ends: (() => void)[] = [];
    const calls = Array.from({ length: 50 }, (_, i) =>
      abortable(new Promise<number>((resolve) => ends.push(() => resolve(i))), signal),
    );
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    for (const end of ends) end();
    expect(await Promise.all(calls)).toEqual(ends.map((_, i) => i));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('is told to all who wait, and to nobody else', async () => {
    const control = new AbortController();
    const { signal } = control;
    const heard: string[] = [];
    onAbort(signal, () => heard.push('first'));
    const stop = onAbort(signal, () => heard.push('gave up'));
    const twice = () => heard.push('twice');
    const stopOne = onAbort(signal, twice);
    onAbort(signal, twice);
    stop();
    stopOne();
    control.abort('enough');
    expect(heard).toEqual(['first', 'twice']);
    await expect(abortable(new Promise(() => {}), signal)).rejects.toMatchObject({
      code: 'aborted',
      cause: 'enough',
    });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('may be waited for again after all had given up', () => {
    const control = new AbortController();
    let heard = 0;
    const stop = onAbort(control.signal, () => heard++);
    stop();
    stop();
    onAbort(control.signal, () => heard++);
    stop();
    control.abort();
    expect(heard).toBe(1);
  });
});
