// Global average pooling of planes that are small enough for one invocation each.
//
// An invocation computes the mean of one image's vec4 of channels; neighbouring invocations take
// neighbouring vec4s, so that a workgroup's loads lie side by side.
//
// input: nhwc4. output: nhwc4, one pixel for each image.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  pixels: u32,
  vec4s: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<real>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let n = index / params.vec4s;
  if (n >= live_batch(params.batch)) {
    return;
  }

  let start = n * params.pixels * params.vec4s + index % params.vec4s;
  var sum = vec4<f32>();
  for (var pixel = 0u; pixel < params.pixels; pixel++) {
    sum += vec4<f32>(input[start + pixel * params.vec4s]);
  }
  output[index] = vec4<real>(sum / f32(max(params.pixels, 1u)));
}
