// A function of each element, over any layout: padding lanes are computed along.
//
// An invocation computes one vec4.

// prelude
alias real = f32;
alias element = f32;
alias number = f32;
alias result = f32;
struct Params {
  vec4s: u32,
  alpha: f32,
  beta: f32,
}
fn is_nan(x: vec4<f32>) -> vec4<bool> {
  return (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u);
}
fn operate(x: vec4<number>) -> vec4<number> {
  return abs(x);
}
fn apply(x: vec4<number>) -> vec4<result> {
  return vec4<result>(select(operate(x), x, is_nan(x)));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<element>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<result>>;

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
  output[i] = apply(vec4<number>(input[i]));
}
