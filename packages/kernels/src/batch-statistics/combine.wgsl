// Second half of a batch's statistics: the mean and the biased variance of each channel from those of
// slices.wgsl, in the order of the slices. A slice's squares are of distances from its own mean; that they
// are from another is made up for by the distance between the two.
//
// An invocation computes one vec4 of channels.
//
// moments: [slice][mean, squares][vec4] of channels. mean, variance: dense.

// prelude
alias real = f32;
struct Params {
  pixels: u32,
  vec4s: u32,
  slices: u32,
  slice_pixels: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> moments: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> mean: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> variance: array<vec4<f32>>;

// Pixels of a slice; the last one may be shorter.
fn count_of(slice: u32) -> f32 {
  return f32(min(params.slice_pixels, params.pixels - slice * params.slice_pixels));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let c = (group.y * groups.x + group.x) * 64u + local;
  if (c >= params.vec4s) {
    return;
  }
  let pixels = max(f32(params.pixels), 1.0);
  var sum = vec4<f32>();
  for (var slice = 0u; slice < params.slices; slice++) {
    sum = fma(moments[2u * slice * params.vec4s + c], vec4<f32>(count_of(slice)), sum);
  }
  let centre = sum / pixels;
  var squares = vec4<f32>();
  for (var slice = 0u; slice < params.slices; slice++) {
    let rest = moments[2u * slice * params.vec4s + c] - centre;
    squares += moments[(2u * slice + 1u) * params.vec4s + c] + rest * rest * count_of(slice);
  }
  mean[c] = centre;
  variance[c] = squares / pixels;
}
