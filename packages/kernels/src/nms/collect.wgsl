// Puts what non-maximum suppression kept of several lists into one table, list after list.
//
// An invocation has one place of one list. It adds up how many the lists before it have kept.
//
// counts: [list]. indices: [list][candidate], the first ones of each are kept. kept: [row](image, class,
// candidate). kept_count: 1 number.

// prelude
alias real = f32;
struct Params {
  candidates: u32,
  classes: u32,
  lists: u32,
  per_list: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> counts: array<u32>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read_write> kept: array<u32>;
@group(0) @binding(4) var<storage, read_write> kept_count: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i == 0u) {
    var total = 0u;
    for (var list = 0u; list < params.lists; list++) {
      total += counts[list];
    }
    kept_count[0] = total;
  }
  if (i >= params.lists * params.per_list) {
    return;
  }
  let own = i / params.per_list;
  let entry = i - own * params.per_list;
  if (entry >= counts[own]) {
    return;
  }
  var row = entry;
  for (var list = 0u; list < own; list++) {
    row += counts[list];
  }
  kept[3u * row] = own / params.classes;
  kept[3u * row + 1u] = own % params.classes;
  kept[3u * row + 2u] = indices[own * params.candidates + entry];
}
