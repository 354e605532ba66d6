import { type Dispatch, FaceGpuError, type Tensor } from '@facegpu/kernels';
import { copyTensor } from './copy-tensor.ts';

/** What a run changes of its inputs: see `inputUpdates`. */
export interface InputUpdates {
  /** Inputs by name, with the output that each becomes. */
  readonly names: ReadonlyMap<string, string>;
  /**
   * What has inputs be outputs of the run that ends.
   *
   * @throws FaceGpuError `bad-argument` where a name is unknown, or an output shows an input;
   * `shape-mismatch` where shape or dtype differ
   */
  dispatches(inputs: ReadonlyMap<string, Tensor>, outputs: ReadonlyMap<string, Tensor>): Dispatch[];
}

/**
 * Inputs that a run changes (`updates` of `compile`).
 *
 * @param names of inputs, each with that of the output that it becomes when the run ends
 */
export function inputUpdates(names: ReadonlyMap<string, string>): InputUpdates {
  return { names, dispatches: (inputs, outputs) => copies(names, inputs, outputs) };
}

function copies(
  names: ReadonlyMap<string, string>,
  inputs: ReadonlyMap<string, Tensor>,
  outputs: ReadonlyMap<string, Tensor>,
): Dispatch[] {
  const bases = new Set([...inputs.values()].map(({ base }) => base));
  return [...names].flatMap(([to, from]) => {
    const [input, output] = [named(inputs, to, 'input'), named(outputs, from, 'output')];
    // It may have changed by the time that it is copied.
    if (bases.has(output.base)) throw computesNothing(to, from);
    return copyTensor(output, input);
  });
}

function named(tensors: ReadonlyMap<string, Tensor>, name: string, what: string): Tensor {
  const tensor = tensors.get(name);
  if (tensor) return tensor;
  throw new FaceGpuError(
    'bad-argument',
    `the graph has no ${what} "${name}" to update`,
    `It has: ${[...tensors.keys()].join(', ')}.`,
  );
}

function computesNothing(to: string, from: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `input "${to}" would become "${from}", which is an input, or a view of one`,
    'Have a node compute what it becomes.',
  );
}
