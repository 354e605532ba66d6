export function milliseconds(time: number): string {
  return `${number(time)} ms`;
}

/** How many times as long a peer takes as ours. */
export function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}

/** Three digits, which is more than a measurement is good for. */
export function number(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size < 0.01) return value.toPrecision(2);
  return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}
