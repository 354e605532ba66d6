// Second half of grid sampling's gradient for the grid: how the pixels that a sample is made of change it as
// its coordinates move.
//
// An invocation computes both coordinates of one sample.
//
// pixels, weights: [samples][2][taps], see taps.wgsl. input, output_gradient: nhwc4. output: nhwc4 with two
// channels.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  channels: u32,
  vec4s: u32,
  out_pixels: u32,
  taps: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> pixels: array<u32>;
@group(0) @binding(2) var<storage, read> weights: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<f32>>;

// The product of a pixel with the gradient of a sample, over the channels that there are.
fn product(pixel: u32, sample: u32) -> f32 {
  var sum = 0.0;
  for (var c = 0u; c < params.vec4s; c++) {
    let both = input[pixel * params.vec4s + c] * output_gradient[sample * params.vec4s + c];
    let exists = vec4<u32>(c * 4u) + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(params.channels);
    sum += dot(select(vec4<f32>(), both, exists), vec4<f32>(1.0));
  }
  return sum;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let sample = (group.y * groups.x + group.x) * 64u + local;
  let n = sample / params.out_pixels;
  if (n >= params.batch) {
    return;
  }
  let first = sample * 2u * params.taps;
  var slope = vec2<f32>();
  for (var i = 0u; i < params.taps; i++) {
    let row = pixels[first + params.taps + i];
    let down = weights[first + params.taps + i];
    for (var j = 0u; j < params.taps; j++) {
      let column = pixels[first + j];
      let across = weights[first + j];
      if (row < params.in_height && column < params.in_width) {
        let pixel = (n * params.in_height + row) * params.in_width + column;
        slope += vec2<f32>(across.y * down.x, across.x * down.y) * product(pixel, sample);
      }
    }
  }
  output[sample] = vec4<f32>(slope, 0.0, 0.0);
}
