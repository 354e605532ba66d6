import { InvalidArgumentError } from 'commander';

/** A number from `low` to `high`. */
export function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= low && value <= high) return value;
    throw new InvalidArgumentError(
      Number.isFinite(high)
        ? `Give a number from ${low} to ${high}.`
        : `Give a number from ${low}.`,
    );
  };
}

/** Any number. */
export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Give a number.');
}
