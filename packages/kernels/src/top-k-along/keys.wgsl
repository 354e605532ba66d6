// What top-k sorts by: the elements of each line side by side, as f32, with the sign changed where the
// largest are wanted first.
//
// An invocation computes one key. input: dense, seen as [outer, size, inner], where size is that of the
// axis. keys: [outer * inner, size].

// prelude
alias real = f32;
const LARGEST: u32 = 1;
struct Params {
  count: u32,
  size: u32,
  inner: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<real>;
@group(0) @binding(2) var<storage, read_write> keys: array<f32>;

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
  let line = i / params.size;
  let k = i % params.size;
  let at = (line / params.inner * params.size + k) * params.inner + line % params.inner;
  let value = f32(input[at]);
  keys[i] = select(value, -value, LARGEST == 1u);
}
