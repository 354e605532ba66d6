import type { Padding } from '../tensor/window.ts';

/** As much padding on every side. */
export function around(pad: number): Padding {
  return { top: pad, bottom: pad, left: pad, right: pad };
}
