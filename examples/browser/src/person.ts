import type { Descriptor } from '@facegpu/pipeline';

/** A face that somebody gave a name to. */
export interface Sample extends Descriptor {
  /** The aligned picture of the face, as a data URL. */
  readonly chip: string;
}

export interface Person {
  readonly name: string;
  readonly samples: readonly Sample[];
}

/** Whether two samples are of the very same face in the same photo. */
export function isSameSample(a: Descriptor, b: Descriptor): boolean {
  return (
    a.model === b.model &&
    a.values.length === b.values.length &&
    a.values.every((value, i) => value === b.values[i])
  );
}

/** Those of a person's samples that the given model made: others can't be compared with its own. */
export function samplesOf({ samples }: Person, model: string): Sample[] {
  return samples.filter((sample) => sample.model === model);
}
