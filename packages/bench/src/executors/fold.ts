import {
  allOperators,
  type Dimensions,
  defaultPasses,
  inferShapes,
  type Network,
  type Shapes,
} from '@facegpu/nn';

/** The network after the passes whose names aren't left out, and the shapes of its values. */
export function foldNetwork(
  network: Network,
  dimensions: Dimensions,
  leftOut: readonly string[],
): Network & { readonly shapes: Shapes } {
  let folded = network;
  for (const pass of defaultPasses) {
    if (leftOut.includes(pass.name)) continue;
    const shapes = inferShapes(folded, allOperators, dimensions);
    folded = pass.run(folded, { operators: allOperators, shapes });
  }
  return { ...folded, shapes: inferShapes(folded, allOperators, dimensions) };
}
