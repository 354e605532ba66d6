// Second half of grid sampling's gradient for what is sampled: each pixel gets the gradients of all samples
// that it is part of, as much as it counts in them, in the samples' order.
//
// An invocation computes one pixel's vec4 of channels, and looks through all samples of its image.
//
// pixels, weights: [samples][2][taps], see taps.wgsl. output_gradient, output: nhwc4.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_pixels: u32,
  taps: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> pixels: array<u32>;
@group(0) @binding(2) var<storage, read> weights: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<f32>>;

// How much a pixel of an axis counts in what begins here, and whether it is a part of it.
struct Share {
  weight: f32,
  exists: bool,
}

fn share_of(pixel: u32, first: u32) -> Share {
  var share = Share(0.0, false);
  for (var i = 0u; i < params.taps; i++) {
    if (pixels[first + i] == pixel) {
      share = Share(share.weight + weights[first + i].x, true);
    }
  }
  return share;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.vec4s;
  let place = index / params.vec4s;
  let n = place / (params.in_height * params.in_width);
  if (n >= params.batch) {
    return;
  }
  let row = place / params.in_width % params.in_height;
  let column = place % params.in_width;
  var sum = vec4<f32>();
  for (var i = 0u; i < params.out_pixels; i++) {
    let sample = n * params.out_pixels + i;
    let first = sample * 2u * params.taps;
    let across = share_of(column, first);
    if (!across.exists) {
      continue;
    }
    let down = share_of(row, first + params.taps);
    if (down.exists) {
      let gradient = output_gradient[sample * params.vec4s + c];
      sum = fma(gradient, vec4<f32>(across.weight * down.weight), sum);
    }
  }
  output[index] = sum;
}
