/**
 * How far a face is from a person who has several faces: as far as from the nearest of them, or the mean of the
 * distances to so many of the nearest.
 */
export type PersonScore = 'best' | { readonly mean: number };

/** How many of a person's faces count. */
export function countedFaces(score: PersonScore): number {
  return score === 'best' ? 1 : score.mean;
}

/** The mean of the smallest distances, of all where there are fewer. */
export function scoreOf(distances: readonly number[], counted: number): number {
  const nearest = [...distances].sort((a, b) => a - b).slice(0, counted);
  return nearest.reduce((sum, distance) => sum + distance, 0) / nearest.length;
}
