// Clusterings by density that grouping faces was measured against: plain ones, which know of no photos and nothing that
// somebody said. A face that belongs nowhere is a cluster of its own.

/** @typedef {{ a: number, b: number, distance: number }} Edge */

/**
 * The edges of a graph of nearest neighbours, each once.
 *
 * @param {{ k: number, ids: Uint32Array, distances: Float32Array }} neighbours
 * @returns {Edge[]}
 */
export function edgesOf({ k, ids, distances }) {
  /** @type {Map<string, Edge>} */
  const edges = new Map();
  for (const [i, other] of ids.entries()) {
    const face = Math.floor(i / k);
    const [a, b] = face < other ? [face, other] : [other, face];
    edges.set(`${a} ${b}`, { a, b, distance: distances[i] });
  }
  return [...edges.values()].sort((x, y) => x.distance - y.distance);
}

/**
 * DBSCAN (Ester et al. 1996).
 *
 * @param {number} count
 * @param {readonly Edge[]} edges the nearest first
 * @param {number} radius
 * @param {number} least how many faces, itself among them, a core has within the radius
 * @returns {Uint32Array} the cluster of each face
 */
export function dbscan(count, edges, radius, least) {
  const near = edges.filter(({ distance }) => distance < radius);
  const degrees = new Uint32Array(count).fill(1);
  for (const { a, b } of near) {
    degrees[a]++;
    degrees[b]++;
  }
  const sets = disjointSets(count);
  const isCore = (/** @type {number} */ face) => degrees[face] >= least;
  for (const { a, b } of near) if (isCore(a) && isCore(b)) sets.join(a, b);
  const taken = new Set();
  for (const { a, b } of near) {
    // What isn't dense itself belongs to the nearest core.
    const [core, border] = isCore(a) ? [a, b] : [b, a];
    if (!isCore(core) || isCore(border) || taken.has(border)) continue;
    taken.add(border);
    sets.join(core, border);
  }
  return Uint32Array.from({ length: count }, (_, face) => sets.root(face));
}

/**
 * HDBSCAN (Campello, Moulavi and Sander 2013), on the graph: the clusters that persist longest, by excess of mass.
 *
 * @param {number} count
 * @param {readonly Edge[]} edges
 * @param {number} samples the core distance of a face is that to this many of its nearest others
 * @param {number} least faces that a cluster has at least
 * @returns {Uint32Array} the cluster of each face
 */
export function hdbscan(count, edges, samples, least) {
  const cores = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const seen = new Uint32Array(count);
  for (const { a, b, distance } of edges) {
    for (const face of [a, b]) if (++seen[face] === samples) cores[face] = distance;
  }
  const reach = edges
    .map(({ a, b, distance }) => ({ a, b, distance: Math.max(distance, cores[a], cores[b]) }))
    .sort((x, y) => x.distance - y.distance);
  // The dendrogram: leaves are faces, and each merge has two children.
  /** @type {{ left: number, right: number, distance: number, size: number }[]} */
  const merges = [];
  const sizeOf = (/** @type {number} */ node) => (node < count ? 1 : merges[node - count].size);
  const sets = disjointSets(count);
  const nodes = Uint32Array.from({ length: count }, (_, face) => face);
  for (const { a, b, distance } of reach) {
    const [x, y] = [sets.root(a), sets.root(b)];
    if (x === y) continue;
    const [left, right] = [nodes[x], nodes[y]];
    sets.join(x, y);
    nodes[sets.root(x)] = count + merges.length;
    merges.push({ left, right, distance, size: sizeOf(left) + sizeOf(right) });
  }
  const result = Uint32Array.from({ length: count }, (_, face) => face);
  const leavesOf = (/** @type {number} */ node) => {
    const stack = [node];
    const leaves = [];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top < count) leaves.push(top);
      else stack.push(merges[top - count].left, merges[top - count].right);
    }
    return leaves;
  };
  /**
   * What a cluster that begins at a node amounts to: itself, or those that it falls into.
   *
   * @param {number} top
   * @param {number} birth as the inverse of a distance
   * @returns {{ stability: number, clusters: number[] }}
   */
  const best = (top, birth) => {
    let [stability, node] = [0, top];
    for (;;) {
      if (node < count) return { stability, clusters: [top] };
      const { left, right, distance, size } = merges[node - count];
      const death = 1 / Math.max(distance, 1e-9);
      const large = [left, right].filter((child) => sizeOf(child) >= least);
      if (large.length === 2) {
        stability += size * (death - birth);
        const parts = large.map((child) => best(child, death));
        const theirs = parts.reduce((sum, part) => sum + part.stability, 0);
        if (stability >= theirs) return { stability, clusters: [top] };
        return { stability: theirs, clusters: parts.flatMap((part) => part.clusters) };
      }
      const rest = large.length === 1 ? sizeOf(large[0]) : 0;
      stability += (size - rest) * (death - birth);
      if (large.length === 0) return { stability, clusters: [top] };
      // Faces fall off, and the cluster goes on as what is left: all of it was there since its birth.
      [node] = large;
    }
  };
  const roots = new Set(Array.from({ length: count }, (_, face) => nodes[sets.root(face)]));
  // All faces together are no cluster: the parts of the graph, or of its only part, are the first.
  const [only] = roots;
  const whole = roots.size === 1 && only >= count ? merges[only - count] : undefined;
  const tops = whole ? [whole.left, whole.right] : [...roots];
  const birth = 1 / Math.max(1e-9, whole?.distance ?? reach.at(-1)?.distance ?? 1);
  for (const top of tops) {
    if (sizeOf(top) < least) continue;
    for (const cluster of best(top, birth).clusters) {
      const [first, ...others] = leavesOf(cluster);
      for (const face of others) result[face] = result[first];
    }
  }
  return result;
}

/** @param {number} count */
function disjointSets(count) {
  const parents = Uint32Array.from({ length: count }, (_, i) => i);
  const root = (/** @type {number} */ i) => {
    while (parents[i] !== i) {
      parents[i] = parents[parents[i]];
      i = parents[i];
    }
    return i;
  };
  return {
    root,
    join: (/** @type {number} */ a, /** @type {number} */ b) => {
      parents[root(b)] = root(a);
    },
  };
}
