/** For each of iBUG's 68 landmarks, which one it becomes where a face is mirrored. */
export const mirroredLandmarks: readonly number[] = [
  // The jaw, the eyebrows, the bridge of the nose, its lower edge.
  ...range(16, 0),
  ...range(26, 17),
  ...range(27, 30),
  ...range(35, 31),
  // The eyes: upper lids, then lower ones.
  ...[45, 44, 43, 42, 47, 46],
  ...[39, 38, 37, 36, 41, 40],
  // The outer edge of the lips and the inner one: each its upper half, then the lower one.
  ...[...range(54, 48), ...range(59, 55)],
  ...[...range(64, 60), ...range(67, 65)],
];

/** From one number to another, both included, up or down. */
function range(first: number, last: number): number[] {
  const step = Math.sign(last - first);
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => first + i * step);
}
