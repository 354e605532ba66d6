// Adds up the parts of a convolution whose steps were split, in their order, and applies what is fused
// to it: output = activate(slopes(sum of the parts + bias + residual)).
//
// input: sums of the parts, nhwc4, one output after the other. bias: a vec4 for each output vec4. output: nhwc4.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  parts: u32,
  pixels: u32,
  vec4s: u32,
  has_residual: u32,
  has_slopes: u32,
  low: f32,
  high: f32,
  hard_swish: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
@group(0) @binding(31) var<storage, read> residual: array<vec4<real>>;
fn add_residual(x: vec4<f32>, index: u32) -> vec4<f32> {
  if (params.has_residual == 0u) {
    return x;
  }
  return x + vec4<f32>(residual[index]);
}
@group(0) @binding(29) var<storage, read> slopes: array<vec4<f32>>;
fn apply_slopes(x: vec4<f32>, channel_vec4: u32) -> vec4<f32> {
  if (params.has_slopes == 0u) {
    return x;
  }
  return select(x, x * slopes[channel_vec4], x < vec4<f32>(0.0));
}
fn activate(x: vec4<f32>) -> vec4<f32> {
  var y = clamp(x, vec4<f32>(params.low), vec4<f32>(params.high));
  if (params.hard_swish != 0u) {
    y = x * clamp(x + 3.0, vec4<f32>(0.0), vec4<f32>(6.0)) / 6.0;
  }
  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<real>>;

const WORKGROUP: u32 = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * WORKGROUP + local;
  let image_vec4s = params.pixels * params.vec4s;
  if (index >= live_batch(params.batch) * image_vec4s) {
    return;
  }
  var sum = vec4<f32>(0.0);
  for (var part = 0u; part < params.parts; part++) {
    sum += input[part * params.batch * image_vec4s + index];
  }
  let c = index % params.vec4s;
  output[index] = vec4<real>(activate(apply_slopes(add_residual(sum + bias[c], index), c)));
}
