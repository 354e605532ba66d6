// First step of a normalisation by groups: mean and sum of squared deviations of slices of each
// channel.
//
// An invocation goes twice through slice_pixels consecutive pixels of one image's vec4 of channels,
// since a sum of squares would cancel; the last slice of an image may be shorter. Neighbouring
// invocations take neighbouring vec4s, so that a workgroup's loads lie side by side.
//
// input: nhwc4. moments: [image][slice][vec4][2], mean and sum of squared deviations of each channel.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  slices: u32,
  slice_pixels: u32,
  pixels: u32,
  vec4s: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read_write> moments: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.vec4s;
  let slice = index / params.vec4s % params.slices;
  let n = index / params.vec4s / params.slices;
  if (n >= live_batch(params.batch)) {
    return;
  }
  let first = slice * params.slice_pixels;
  let end = min(first + params.slice_pixels, params.pixels);
  var sum = vec4<f32>();
  for (var pixel = first; pixel < end; pixel++) {
    sum += vec4<f32>(input[(n * params.pixels + pixel) * params.vec4s + c]);
  }
  let mean = sum / f32(end - first);
  var squares = vec4<f32>();
  for (var pixel = first; pixel < end; pixel++) {
    let deviation = vec4<f32>(input[(n * params.pixels + pixel) * params.vec4s + c]) - mean;
    squares = fma(deviation, deviation, squares);
  }
  moments[2u * index] = mean;
  moments[2u * index + 1u] = squares;
}
