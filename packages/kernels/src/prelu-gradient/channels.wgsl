// The gradients of a PReLU with a slope for each channel: that of the input, and sums of what slices of the
// pixels add to that of the slopes.
//
// An invocation goes through slice_pixels consecutive pixels of one vec4 of channels; the last slice may be
// shorter. Neighbouring invocations take neighbouring vec4s, so that a workgroup's loads lie side by side.
//
// input, output_gradient, input_gradient: [pixel][vec4] of channels. slope: [vec4]. products: [slice][vec4].

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
@group(0) @binding(2) var<storage, read> slope: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> input_gradient: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> products: array<vec4<f32>>;

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
  let factor = slope[c];
  var sum = vec4<f32>();
  for (var pixel = first; pixel < end; pixel++) {
    let at = pixel * params.vec4s + c;
    let x = input[at];
    let gradient = output_gradient[at];
    // NaN stays, told by its bits: a compiler may take it that no float is NaN.
    let is_nan = (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u);
    let below = x < vec4<f32>(0.0);
    input_gradient[at] = gradient * select(select(vec4<f32>(1.0), factor, below), x, is_nan);
    sum += gradient * select(vec4<f32>(0.0), x, below | is_nan);
  }
  products[index] = sum;
}
