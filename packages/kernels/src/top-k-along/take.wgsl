// The elements that top-k found, and their places, along the axis that they were found along.
//
// An invocation writes one of each. input: dense, seen as [outer, size, inner]. found: [outer * inner, k],
// places along the axis. values, indices: [outer, k, inner].

// prelude
alias real = f32;
struct Params {
  count: u32,
  size: u32,
  k: u32,
  inner: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<real>;
@group(0) @binding(2) var<storage, read> found: array<u32>;
@group(0) @binding(3) var<storage, read_write> values: array<real>;
@group(0) @binding(4) var<storage, read_write> indices: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.count) {
    return;
  }
  let column = i % params.inner;
  let rank = i / params.inner % params.k;
  let outer = i / params.inner / params.k;
  let index = min(found[(outer * params.inner + column) * params.k + rank], params.size - 1u);
  values[i] = input[(outer * params.size + index) * params.inner + column];
  indices[i] = index;
}
