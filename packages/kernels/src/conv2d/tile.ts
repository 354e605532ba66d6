/** How a matrix product is cut for the workgroups of a graphics processor. */
export interface Tile {
  /** Pixels and output vec4s of an invocation. */
  readonly pixels: number;
  readonly vec4s: number;
  /** Invocations of a workgroup along the pixels, and along the output vec4s. */
  readonly down: number;
  readonly across: number;
  /** Input vec4s that are loaded at a time; it divides the invocations. */
  readonly steps: number;
}

export const tiles = {
  /** As many pixels as channels: measured on a large processor, larger ones weren't faster. */
  square: { pixels: 4, vec4s: 1, down: 8, across: 8, steps: 4 },
  /** Few pixels: all that counts is how fast the weights come. */
  flat: { pixels: 1, vec4s: 1, down: 8, across: 8, steps: 8 },
} as const satisfies Readonly<Record<string, Tile>>;

/** The tile for the outputs of so many pixels. */
export function chooseTile(pixels: number): Tile {
  return pixels <= 8 ? tiles.flat : tiles.square;
}

/** As many workgroups fill a large processor, which no program can ask for its size. */
const manyWorkgroups = 512;
/** Shorter sums aren't worth what it costs to add up parts. */
const longSum = 96;
/** Steps that a part has at least. */
const fewestSteps = 16;

/**
 * Into how many parts the sum of each output is split, so that there are workgroups enough.
 *
 * @param workgroups that there are without
 */
export function splitSteps(
  steps: number,
  workgroups: number,
  tile: Tile,
): { readonly parts: number; readonly partSteps: number } {
  const wanted = Math.min(
    Math.ceil(manyWorkgroups / Math.max(1, workgroups)),
    Math.floor(steps / fewestSteps),
  );
  if (wanted <= 1 || steps < longSum) return { parts: 1, partSteps: steps };
  const partSteps = Math.ceil(steps / wanted / tile.steps) * tile.steps;
  return { parts: Math.ceil(steps / partSteps), partSteps };
}
