// Second half of global average pooling for large planes: the mean of each plane from the sums of its
// slices, which slices.wgsl made.
//
// An invocation computes the mean of one image's vec4 of channels.
//
// sums: [image][slice][vec4] of channels. output: nhwc4, one pixel for each image.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  slices: u32,
  pixels: u32,
  vec4s: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sums: array<vec4<f32>>;
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

  let start = n * params.slices * params.vec4s + index % params.vec4s;
  var sum = vec4<f32>();
  for (var slice = 0u; slice < params.slices; slice++) {
    sum += sums[start + slice * params.vec4s];
  }
  output[index] = vec4<real>(sum / f32(params.pixels));
}
