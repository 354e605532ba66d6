import type { Descriptor } from './face.ts';

/**
 * A descriptor as JSON has it: `JSON.stringify` writes faces and descriptors that `detect` gave in this
 * form, `detect --json` prints it, and `compare`, `enroll` and `identify` take it back.
 */
export interface DescriptorJson {
  /** The stamp, as {@link Descriptor} has it. */
  readonly model: string;
  /** Nine digits each, which say a float of 32 bits exactly. */
  readonly values: readonly number[];
}

/** A descriptor that JSON writes as {@link DescriptorJson}; what is posted to a worker arrives as a {@link Descriptor}. */
export class StampedDescriptor implements Descriptor {
  readonly model: string;
  readonly values: Float32Array;

  constructor({ model, values }: Descriptor) {
    this.model = model;
    this.values = values;
  }

  toJSON(): DescriptorJson {
    const { model, values } = this;
    return { model, values: Array.from(values, (value) => Number(value.toPrecision(9))) };
  }
}
