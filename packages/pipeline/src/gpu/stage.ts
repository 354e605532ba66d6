import type { Recording } from '@facegpu/kernels';

/** A part of the way from a photo to a name that runs on the GPU. */
export interface Stage {
  /** What it does, in order. Recordings may appear more than once. */
  readonly recordings: readonly Recording[];
  /** Takes over the photo that was uploaded last; `rebind` where its buffer is another one. */
  setPhoto(rebind: boolean): void;
  dispose(): void;
}
