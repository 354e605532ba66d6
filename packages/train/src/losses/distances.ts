import type { NetworkBuilder } from '../networks/network-builder.ts';

/**
 * The Euclidean distances of all rows to all others.
 *
 * @param rows `[count, dimensions]`
 * @param others `[others, dimensions]`; the same rows unless told
 * @returns `[count, others]`; a row is about 1e-4 from itself, where the root has no slope
 */
export function pairwiseDistances(b: NetworkBuilder, rows: string, others = rows): string {
  const columns = b.add('transpose', [others], { permutation: [1, 0] });
  const products = b.add('matmul', [rows, columns]);
  const down = b.add('reduceSumSquare', [rows], { axes: [1] });
  const across = b.add('reduceSumSquare', [columns], { axes: [0] });
  const twice = b.add('mul', [products, b.scalar(2)]);
  const squares = b.add('sub', [b.add('add', [down, across]), twice]);
  return b.add('sqrt', [b.add('max', [squares, b.scalar(1e-8)])]);
}

/**
 * Which rows are of one person.
 *
 * @param people `[count]` i32, the number of each row's person
 * @param count how many rows there are
 * @param others `[otherCount]` i32, of the rows that they are compared with; the same ones unless told
 * @returns `[count, otherCount]` bool; every row is of one person with itself
 */
export function samePerson(
  b: NetworkBuilder,
  people: string,
  count: number,
  others = people,
  otherCount = count,
): string {
  const down = b.add('reshape', [people], { shape: [count, 1] });
  const across = b.add('reshape', [others], { shape: [1, otherCount] });
  return b.add('equal', [down, across]);
}
