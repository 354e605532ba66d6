/**
 * McNemar's exact test, two-sided (McNemar 1947): how likely so one-sided a change is where neither of two ways is
 * better, and each pair on which they differ falls to either by the toss of a coin.
 *
 * @param gained what the second way alone decides rightly: a whole number, 0 or more
 * @param lost what the first way alone decides rightly
 * @returns a probability; 1 where they don't differ
 */
export function mcNemar(gained: number, lost: number): number {
  const all = gained + lost;
  // In logarithms: the first terms of a long sum are below the least number.
  let logarithm = -all * Math.LN2;
  let sum = 0;
  for (let heads = 0; heads <= Math.min(gained, lost); heads++) {
    sum += Math.exp(logarithm);
    logarithm += Math.log((all - heads) / (heads + 1));
  }
  return Math.min(1, 2 * sum);
}
