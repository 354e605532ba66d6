// An exponential moving average goes on by a value:
//   new average = average + share · (value − average)
//
// An invocation computes one vec4.
//
// share: one f32.

// prelude
alias real = f32;
struct Params {
  vec4s: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> share: array<f32>;
@group(0) @binding(2) var<storage, read> value: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> average: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> new_average: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.vec4s) {
    return;
  }
  new_average[i] = fma(value[i] - average[i], vec4<f32>(share[0]), average[i]);
}
