// First half of the gradients of grid sampling: which pixels each sample is made of, how much each counts,
// and how fast that grows with the sample's coordinate. input.wgsl and grid.wgsl are the second halves.
//
// An invocation has one axis of one sample: x, then y. Bilinear interpolation has 2 taps an axis, bicubic
// 4 (Keys, with the slope -0.75), and the nearest pixel is one.
//
// grid: nhwc4 with two channels. pixels: [samples][2][taps], the size of the axis where a tap holds nothing.
// weights: the same, each with its slope.

// prelude
alias real = f32;
struct Params {
  samples: u32,
  in_height: u32,
  in_width: u32,
  taps: u32,
  padding: u32,
  align: u32,
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
@group(0) @binding(1) var<storage, read> grid: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> pixels: array<u32>;
@group(0) @binding(3) var<storage, read_write> weights: array<vec2<f32>>;

// How much a tap counts that lies `behind` a position, and its slope.
fn weight_of(behind: f32) -> vec2<f32> {
  if (params.taps == 1u) {
    return vec2<f32>(1.0, 0.0);
  }
  let d = abs(behind);
  let towards = select(1.0, -1.0, behind > 0.0);
  if (params.taps == 2u) {
    return vec2<f32>(1.0 - d, -towards);
  }
  if (d <= 1.0) {
    return vec2<f32>((1.25 * d - 2.25) * d * d + 1.0, towards * (3.75 * d - 4.5) * d);
  }
  return vec2<f32>(
    ((-0.75 * d + 3.75) * d - 6.0) * d + 3.0,
    towards * ((-2.25 * d + 7.5) * d - 6.0),
  );
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  if (index >= 2u * params.samples) {
    return;
  }
  let coordinate = grid[index / 2u][index % 2u];
  let size = select(params.in_width, params.in_height, index % 2u == 1u);
  let position = position_of(coordinate, size);
  let x = near(position, size);
  // Pixels that a step of the coordinate is, and whether the image is mirrored there.
  var pace = f32(size) / 2.0;
  if (params.align == 1u) {
    pace = (f32(size) - 1.0) / 2.0;
  }
  if (params.padding == 2u) {
    let low = select(-0.5, 0.0, params.align == 1u);
    let span = select(f32(size), f32(size) - 1.0, params.align == 1u);
    let distance = abs(position - low);
    let is_back = fract(floor(distance / span) / 2.0) > 0.25;
    pace = select(pace, -pace, is_back != (position < low));
  }
  let first = floor(x);
  let before = select(0.0, 1.0, params.taps == 4u);
  for (var i = 0u; i < params.taps; i++) {
    let tap = first - before + f32(i);
    let at = index * params.taps + i;
    let weight = weight_of(tap - x);
    pixels[at] = pixel_at(tap, size);
    weights[at] = vec2<f32>(weight.x, weight.y * pace);
  }
}
