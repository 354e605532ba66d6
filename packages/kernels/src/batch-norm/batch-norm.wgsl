// Batch normalisation with its constants folded: x · multiplier + addend, channel by channel.
//
// An invocation computes one vec4 of channels of one pixel.
//
// input, output: nhwc4. coefficients: [vec4][2], the multiplier and the addend of each vec4 of channels.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  pixels: u32,
  vec4s: u32,
  low: f32,
  high: f32,
  hard_swish: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
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
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> coefficients: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<real>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  if (index >= live_batch(params.batch) * params.pixels * params.vec4s) {
    return;
  }
  let c = index % params.vec4s;
  output[index] = vec4<real>(activate(fma(vec4<f32>(input[index]), coefficients[2u * c], coefficients[2u * c + 1u])));
}
