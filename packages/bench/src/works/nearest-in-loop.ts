/** The rows that are nearest to a query, found one by one over a typed array, in float64. */
export function nearestInLoop(rows: Float32Array, query: Float32Array, k: number): number[] {
  const size = query.length;
  const nearest: number[] = [];
  const distances: number[] = [];
  for (let row = 0; row < rows.length / size; row++) {
    let distance = 0;
    for (let i = 0; i < size; i++) distance += (rows[row * size + i] - query[i]) ** 2;
    if (nearest.length === k && distance >= distances[k - 1]) continue;
    let place = Math.min(nearest.length, k - 1);
    for (; place > 0 && distances[place - 1] > distance; place--) {
      nearest[place] = nearest[place - 1];
      distances[place] = distances[place - 1];
    }
    nearest[place] = row;
    distances[place] = distance;
  }
  return nearest;
}
