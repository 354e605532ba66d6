// Samples images at positions that a grid holds.
//
// An invocation computes one pixel's vec4 of channels: the weighted sum of taps × taps pixels around
// its position, 1 for the nearest, 2 for bilinear and 4 for bicubic interpolation. That is a parameter:
// compilers take long over loads in loops that they can unroll.
//
// input, output: nhwc4. grid: nhwc4 with two channels, x and y, from -1 at the first pixel to 1 at the
// last; with align at their centres, else at their outer edges. padding says what lies outside: 0 for
// zeros, 1 for the pixels of the edge, 2 for the image mirrored there.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_pixels: u32,
  taps: u32,
  padding: u32,
  align: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
fn position_of(x: f32, size: u32) -> f32 {
  var position = ((x + 1.0) * f32(size) - 1.0) / 2.0;
  if (params.align == 1u) {
    position = (x + 1.0) / 2.0 * (f32(size) - 1.0);
  }
  return select(position, round(position), params.taps == 1u);
}
fn reflect(x: f32, size: u32) -> f32 {
  let low = select(-0.5, 0.0, params.align == 1u);
  let span = select(f32(size), f32(size) - 1.0, params.align == 1u);
  if (span <= 0.0) {
    return 0.0;
  }
  let distance = abs(x - low);
  let turns = floor(distance / span);
  let rest = distance - turns * span;
  let is_back = fract(turns / 2.0) > 0.25;
  return low + select(rest, span - rest, is_back);
}
fn near(x: f32, size: u32) -> f32 {
  if (params.padding == 0u) {
    return x;
  }
  if (params.padding == 1u) {
    return clamp(x, -f32(params.taps), f32(size + params.taps));
  }
  return reflect(x, size);
}
fn pixel_at(x: f32, size: u32) -> u32 {
  let last = f32(size) - 1.0;
  if (params.padding == 0u && !(x >= 0.0 && x <= last)) {
    return size;
  }
  let moved = select(x, reflect(x, size), params.padding == 2u);
  return u32(clamp(round(moved), 0.0, last));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> grid: array<vec4<real>>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<real>>;

// How much the pixel counts that lies `i` behind the first of all taps, which all lie around a position
// that is `fraction` behind a pixel. Keys' cubic, with the slope -0.75.
fn weight_of(i: u32, fraction: f32) -> f32 {
  if (params.taps == 1u) {
    return 1.0;
  }
  if (params.taps == 2u) {
    return select(1.0 - fraction, fraction, i == 1u);
  }
  let d = abs(f32(i) - 1.0 - fraction);
  if (d <= 1.0) {
    return (1.25 * d - 2.25) * d * d + 1.0;
  }
  return ((-0.75 * d + 3.75) * d - 6.0) * d + 3.0;
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
  let n = place / params.out_pixels;
  if (n >= live_batch(params.batch)) {
    return;
  }
  let position = vec4<f32>(grid[place]);
  let x = near(position_of(position.x, params.in_width), params.in_width);
  let y = near(position_of(position.y, params.in_height), params.in_height);
  let left = floor(x);
  let top = floor(y);
  let before = select(0.0, 1.0, params.taps == 4u);
  var sum = vec4<f32>();
  for (var i = 0u; i < params.taps; i++) {
    let row = pixel_at(top - before + f32(i), params.in_height);
    var across = vec4<f32>();
    for (var j = 0u; j < params.taps; j++) {
      let column = pixel_at(left - before + f32(j), params.in_width);
      if (row < params.in_height && column < params.in_width) {
        let pixel = (n * params.in_height + row) * params.in_width + column;
        let value = vec4<f32>(input[pixel * params.vec4s + c]);
        across = fma(value, vec4<f32>(weight_of(j, x - left)), across);
      }
    }
    sum = fma(across, vec4<f32>(weight_of(i, y - top)), sum);
  }
  output[index] = vec4<real>(sum);
}
