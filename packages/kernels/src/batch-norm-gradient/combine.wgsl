// Second step of a batch normalisation's gradient: the gradients of scale and offset from the sums of
// slices.wgsl, added up in the order of the slices, and what apply.wgsl wants to know of each channel.
//
// An invocation computes one vec4 of channels.
//
// sums: [slice][gradients, products][vec4] of channels. mean, variance, scale, scale_gradient and
// offset_gradient: dense. coefficients: [vec4][factor, mean gradient, mean, slope], so that the input's
// gradient is (gradient - mean gradient - (input - mean) · slope) · factor.

// prelude
alias real = f32;
struct Params {
  pixels: u32,
  vec4s: u32,
  slices: u32,
  slice_pixels: u32,
  epsilon: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sums: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> mean: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> variance: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> scale: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> scale_gradient: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> offset_gradient: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read_write> coefficients: array<vec4<f32>>;

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
  var gradients = vec4<f32>();
  var products = vec4<f32>();
  for (var slice = 0u; slice < params.slices; slice++) {
    gradients += sums[2u * slice * params.vec4s + c];
    products += sums[(2u * slice + 1u) * params.vec4s + c];
  }
  let deviation = 1.0 / sqrt(variance[c] + params.epsilon);
  let pixels = max(f32(params.pixels), 1.0);
  scale_gradient[c] = products * deviation;
  offset_gradient[c] = gradients;
  coefficients[4u * c] = scale[c] * deviation;
  coefficients[4u * c + 1u] = gradients / pixels;
  coefficients[4u * c + 2u] = mean[c];
  coefficients[4u * c + 3u] = products / pixels * deviation * deviation;
}
