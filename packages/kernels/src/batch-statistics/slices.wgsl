// First half of a batch's statistics: of each slice of the pixels the mean, and the sum of the squares of
// what its values are off by it. combine.wgsl is the second half.
//
// An invocation goes twice through slice_pixels consecutive pixels of one vec4 of channels; the last slice
// may be shorter. Neighbouring invocations take neighbouring vec4s, so that a workgroup's loads lie side by
// side.
//
// input: nhwc4. moments: [slice][mean, squares][vec4] of channels.

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
@group(0) @binding(2) var<storage, read_write> moments: array<vec4<f32>>;

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
  var sum = vec4<f32>();
  for (var pixel = first; pixel < end; pixel++) {
    sum += input[pixel * params.vec4s + c];
  }
  let mean = sum / f32(end - first);
  var squares = vec4<f32>();
  for (var pixel = first; pixel < end; pixel++) {
    let rest = input[pixel * params.vec4s + c] - mean;
    squares = fma(rest, rest, squares);
  }
  moments[2u * slice * params.vec4s + c] = mean;
  moments[(2u * slice + 1u) * params.vec4s + c] = squares;
}
