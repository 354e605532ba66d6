import {
  allOperators,
  type Dimensions,
  defaultPasses,
  inferTypes,
  type Network,
  type ValueTypes,
} from '@facegpu/nn';

/** Names of the passes that have one node do the work of several: few peers have operators for that. */
export const fusions: readonly string[] = defaultPasses
  .map(({ name }) => name)
  .filter((name) => name.startsWith('fuse '));

/** The network after the passes whose names aren't left out, and what its values are. */
export function foldNetwork(
  network: Network,
  dimensions: Dimensions,
  leftOut: readonly string[],
): Network & { readonly types: ValueTypes } {
  let folded = network;
  for (const pass of defaultPasses) {
    if (leftOut.includes(pass.name)) continue;
    const types = inferTypes(folded, allOperators, dimensions);
    folded = pass.run(folded, { operators: allOperators, types });
  }
  return { ...folded, types: inferTypes(folded, allOperators, dimensions) };
}
