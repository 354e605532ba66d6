import { type Dispatch, FaceGpuError, slice, type Tensor } from '@facegpu/kernels';

/**
 * What has inputs be outputs of the run that ends.
 *
 * @param updates names of inputs, each with that of an output
 * @throws FaceGpuError `bad-argument` where a name is unknown, or an output shows an input; `shape-mismatch`
 * where shape or dtype differ
 */
export function updateInputs(
  updates: ReadonlyMap<string, string>,
  inputs: ReadonlyMap<string, Tensor>,
  outputs: ReadonlyMap<string, Tensor>,
): Dispatch[] {
  const bases = new Set([...inputs.values()].map(({ base }) => base));
  return [...updates].flatMap(([to, from]) => {
    const [input, output] = [named(inputs, to, 'input'), named(outputs, from, 'output')];
    // It may have changed by the time that it is copied.
    if (bases.has(output.base)) throw computesNothing(to, from);
    const { shape } = output;
    return slice({ input: output, output: input, starts: shape.map(() => 0), sizes: shape });
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
