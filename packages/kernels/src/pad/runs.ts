/**
 * What lies around a tensor: a constant; its outermost elements; its elements, mirrored at the outermost
 * ones, or repeated from the other end.
 */
export type PadMode = 'constant' | 'edge' | 'reflect' | 'wrap';

/** Neighbouring elements of an axis that come from evenly spaced ones. */
export interface PadRun {
  /** Index of the first in the output. */
  readonly to: number;
  readonly length: number;
  /** Index in the input that the first comes from, and the step to the next: 1, 0 or -1. */
  readonly from: number;
  readonly step: number;
}

/**
 * Where the elements of a padded axis come from. Those of a constant come from nowhere.
 *
 * @param size of the axis
 * @param before elements in front, fewer than 0 where they are cut off
 * @param padded size of the padded axis
 */
export function padRuns(size: number, before: number, padded: number, mode: PadMode): PadRun[] {
  const runs: PadRun[] = [];
  for (let to = 0; to < padded; to++) {
    const from = sourceOf(to - before, size, mode);
    if (from === undefined) continue;
    const last = runs.at(-1);
    const step = last && from - (last.from + (last.length - 1) * last.step);
    const goesOn = last && last.to + last.length === to && Math.abs(step ?? 2) <= 1;
    if (last && goesOn && step !== undefined && (last.length === 1 || step === last.step)) {
      runs[runs.length - 1] = { ...last, length: last.length + 1, step };
    } else {
      runs.push({ to, length: 1, from, step: 1 });
    }
  }
  return runs;
}

function sourceOf(index: number, size: number, mode: PadMode): number | undefined {
  switch (mode) {
    case 'constant':
      return index >= 0 && index < size ? index : undefined;
    case 'edge':
      return Math.min(Math.max(index, 0), size - 1);
    case 'reflect': {
      const period = Math.max(1, 2 * (size - 1));
      const turned = ((index % period) + period) % period;
      return turned < size ? turned : period - turned;
    }
    case 'wrap':
      return ((index % size) + size) % size;
  }
}
