/**
 * A distance as it is shown: with two digits, and with a third where those would say the contrary of
 * what the threshold does.
 */
export function showDistance(distance: number, threshold: number): string {
  const isBelow = distance < threshold;
  const agrees = (shown: number) => shown < Number(threshold.toFixed(2)) === isBelow;
  for (const digits of [2, 3]) {
    const shown = distance.toFixed(digits);
    if (agrees(Number(shown))) return shown;
  }
  // So near that it takes a fall in the last digit to stay below.
  return (Math.floor(distance * 1000 - 1e-9) / 1000).toFixed(3);
}
