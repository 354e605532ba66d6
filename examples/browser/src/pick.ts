import type { Box } from '@facegpu/pipeline';

/**
 * Which of some boxes a point means: of those that it lies in, the one whose middle is the nearest,
 * measured in sizes of the box. So each can be had, however they overlap.
 *
 * @returns its place in the list, or `undefined` where the point lies in none
 */
export function pickBox(
  boxes: readonly Box[],
  [x, y]: readonly [number, number],
): number | undefined {
  let picked: number | undefined;
  let nearest = 1;
  boxes.forEach((box, i) => {
    const across = Math.abs(x - box.x - box.width / 2) / (box.width / 2);
    const down = Math.abs(y - box.y - box.height / 2) / (box.height / 2);
    const distance = Math.max(across, down);
    if (distance > nearest || (distance === nearest && picked !== undefined)) return;
    picked = i;
    nearest = distance;
  });
  return picked;
}
