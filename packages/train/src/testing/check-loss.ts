import { Random } from '@facegpu/kernels/testing';
import { evaluate, type Operand } from '@facegpu/nn/testing';
import { expect } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { gradients } from '../gradients/all.ts';
import { NetworkBuilder } from '../networks/network-builder.ts';
import { trainingOperators } from '../operators/all.ts';
import { trainingReferences } from './references.ts';

/** A value of a test: row-major. */
export function operand(shape: readonly number[], values: Iterable<number>): Operand {
  return { shape, values: Float64Array.from(values) };
}

export function randomOperand(seed: number, shape: readonly number[], low = -1, high = 1): Operand {
  const random = new Random(seed);
  const count = shape.reduce((product, size) => product * size, 1);
  return operand(
    shape,
    Array.from({ length: count }, () => random.uniform(low, high)),
  );
}

/**
 * Rows of length 1.
 *
 * @param first what is added to the first number of a row before it gets its length
 */
export function unitRows(
  seed: number,
  rows: number,
  width: number,
  first: (row: number) => number = () => 0,
): Operand {
  const { shape, values } = randomOperand(seed, [rows, width]);
  for (let row = 0; row < rows; row++) values[row * width] += first(row);
  const lengths = Array.from({ length: rows }, (_, row) =>
    Math.hypot(...values.subarray(row * width, (row + 1) * width)),
  );
  return operand(
    shape,
    values.map((value, i) => value / lengths[Math.floor(i / width)]),
  );
}

export interface LossCheck {
  readonly inputs: Readonly<Record<string, Operand>>;
  /** Inputs of whole numbers. */
  readonly whole?: readonly string[];
  /** Writes the loss down, and returns the name of each value that is compared. */
  build(b: NetworkBuilder): Readonly<Record<string, string>>;
  /** What each of these is, in float64. */
  readonly expected: Readonly<Record<string, number>>;
  /** The inputs that `loss` is differentiated by. */
  readonly by: readonly string[];
}

/** The values are those of the plain reference, and the gradients its slopes. */
export function checkLoss({ inputs, whole = [], build, expected, by }: LossCheck): void {
  const b = new NetworkBuilder();
  for (const [name, { shape }] of Object.entries(inputs)) {
    b.input(name, shape, whole.includes(name) ? 'i32' : 'f32');
  }
  const names = build(b);
  const network = b.build(...new Set(Object.values(names)));
  const valuesAt = (given: Readonly<Record<string, Operand>>) => {
    const values = evaluate(network, given, trainingReferences);
    return (key: string) => values.get(names[key])?.values[0] ?? Number.NaN;
  };
  const at = valuesAt(inputs);
  for (const [key, value] of Object.entries(expected)) {
    expect(Math.abs(at(key) - value), `${key}: ${at(key)} and ${value}`).toBeLessThan(1e-6);
  }
  const differentiated = differentiate(network, {
    operators: trainingOperators,
    gradients,
    loss: names.loss,
    by,
  });
  const computed = evaluate(differentiated.network, inputs, trainingReferences);
  const step = 1e-5;
  for (const name of by) {
    const { shape, values } = inputs[name];
    const gradient = computed.get(differentiated.gradients.get(name) ?? '');
    for (const i of values.keys()) {
      const moved = (offset: number) => {
        const changed = values.slice();
        changed[i] += offset;
        return valuesAt({ ...inputs, [name]: { shape, values: changed } })('loss');
      };
      const slope = (moved(step) - moved(-step)) / (2 * step);
      const got = gradient?.values[i] ?? Number.NaN;
      const where = `${name}[${i}]: ${got} and ${slope}`;
      expect(Math.abs(got - slope), where).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
    }
  }
}
