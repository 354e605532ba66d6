/** Workgroups in x, y and z. */
export type Grid = readonly [number, number, number];

/** The most workgroups that WebGPU lets a dispatch have along one dimension. */
const maxWorkgroups = 65535;

/**
 * Workgroups for `count` independent elements, `perGroup` to a workgroup. More than 65,535 fold into
 * two dimensions; kernels rebuild the linear index from `workgroup_id` and `num_workgroups`, and
 * check it against the count, since the fold rounds up.
 */
export function linearGrid(count: number, perGroup: number): Grid {
  const groups = Math.ceil(count / perGroup);
  if (groups <= maxWorkgroups) return [groups, 1, 1];
  const rows = Math.ceil(groups / maxWorkgroups);
  return [Math.ceil(groups / rows), rows, 1];
}
