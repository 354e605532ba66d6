type Matrix = readonly (readonly number[])[];

/** The inverse of a symmetric matrix of three rows; nothing where it has none. */
export function inverse3([a, b, c]: Matrix): Matrix | undefined {
  const columns = [cross(b, c), cross(c, a), cross(a, b)];
  const determinant = a.reduce((sum, value, i) => sum + value * columns[0][i], 0);
  const scale = a[0] + b[1] + c[2];
  if (!(Math.abs(determinant) > 1e-9 * scale ** 3)) return undefined;
  // Of a symmetric matrix, columns of the inverse are its rows.
  return columns.map((column) => column.map((value) => value / determinant));
}

function cross(a: readonly number[], b: readonly number[]): number[] {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
