/**
 * Ids of clusters that stay as faces are added: a cluster has the id that most of its faces had before, and of two
 * that would have the same one that with more such faces. The others get new ones, above all that there were.
 *
 * @param clusterOf the cluster of each face, numbered from 0
 * @param before the id of each face's cluster before; nothing for a new face
 * @param above ids up to this one are taken, though no face has them any more
 * @returns the id of each cluster
 */
export function keepIds(
  clusterOf: ArrayLike<number>,
  before: readonly (number | undefined)[],
  above = 0,
): Uint32Array {
  const shared = new Map<string, { cluster: number; id: number; faces: number }>();
  let [count, highest] = [0, above];
  for (let face = 0; face < clusterOf.length; face++) {
    const cluster = clusterOf[face];
    count = Math.max(count, cluster + 1);
    const id = before[face];
    if (id === undefined) continue;
    highest = Math.max(highest, id);
    const key = `${cluster} ${id}`;
    const entry = shared.get(key) ?? { cluster, id, faces: 0 };
    entry.faces++;
    shared.set(key, entry);
  }
  const ids = new Uint32Array(count);
  const taken = new Set<number>();
  const ranked = [...shared.values()].sort((a, b) => b.faces - a.faces || a.id - b.id);
  for (const { cluster, id } of ranked) {
    if (ids[cluster] !== 0 || taken.has(id)) continue;
    ids[cluster] = id;
    taken.add(id);
  }
  for (let cluster = 0; cluster < count; cluster++) {
    if (ids[cluster] === 0) ids[cluster] = ++highest;
  }
  return ids;
}
