// The gradient of a function of each element: its derivative, times the gradient of what it gave, over
// any layout: padding lanes are computed along.
//
// An invocation computes one vec4.

// prelude
alias real = f32;
struct Params {
  vec4s: u32,
  alpha: f32,
  beta: f32,
}
fn is_nan(x: vec4<f32>) -> vec4<bool> {
  return (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u);
}
fn derive(x: vec4<f32>) -> vec4<f32> {
  return sign(x);
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<f32>>;

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
  let x = input[i];
  output[i] = select(derive(x), x, is_nan(x)) * output_gradient[i];
}
