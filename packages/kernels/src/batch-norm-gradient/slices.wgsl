// First step of a batch normalisation's gradient: of each slice of the pixels the sum of the output's
// gradients, and that of their products with what the input is off by the mean.
//
// An invocation goes through slice_pixels consecutive pixels of one vec4 of channels; the last slice may be
// shorter. Neighbouring invocations take neighbouring vec4s, so that a workgroup's loads lie side by side.
//
// input, output_gradient: nhwc4. mean: dense. sums: [slice][gradients, products][vec4] of channels.

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
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> mean: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> sums: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.vec4s;
  let slice = index / params.vec4s;
  if (slice >= params.slices) {
    return;
  }
  let first = slice * params.slice_pixels;
  let end = min(first + params.slice_pixels, params.pixels);
  let centre = mean[c];
  var gradients = vec4<f32>();
  var products = vec4<f32>();
  for (var pixel = first; pixel < end; pixel++) {
    let gradient = output_gradient[pixel * params.vec4s + c];
    gradients += gradient;
    products = fma(gradient, input[pixel * params.vec4s + c] - centre, products);
  }
  sums[2u * slice * params.vec4s + c] = gradients;
  sums[(2u * slice + 1u) * params.vec4s + c] = products;
}
