// Depthwise convolution: every channel has a window of its own. groups = channels, everything else
// is free.
//
// An invocation computes PIXELS neighbours of a row for one vec4 of channels; neighbouring
// invocations take neighbouring vec4s, so that a workgroup's loads lie side by side.
//
// input, output: nhwc4. weight: [ky][kx][vec4] of channels. bias: a vec4 for each vec4.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_height: u32,
  out_width: u32,
  kernel_height: u32,
  kernel_width: u32,
  stride_y: u32,
  stride_x: u32,
  dilation_y: u32,
  dilation_x: u32,
  pad_top: u32,
  pad_left: u32,
  has_residual: u32,
  has_slopes: u32,
  input_low: f32,
  input_high: f32,
  low: f32,
  high: f32,
  hard_swish: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
@group(0) @binding(31) var<storage, read> residual: array<vec4<real>>;
fn add_residual(x: vec4<f32>, index: u32) -> vec4<f32> {
  if (params.has_residual == 0u) {
    return x;
  }
  return x + vec4<f32>(residual[index]);
}
@group(0) @binding(29) var<storage, read> slopes: array<vec4<f32>>;
fn apply_slopes(x: vec4<f32>, channel_vec4: u32) -> vec4<f32> {
  if (params.has_slopes == 0u) {
    return x;
  }
  return select(x, x * slopes[channel_vec4], x < vec4<f32>(0.0));
}
fn activate_input(x: vec4<f32>) -> vec4<f32> {
  return x;
}
fn activate(x: vec4<f32>) -> vec4<f32> {
  var y = clamp(x, vec4<f32>(params.low), vec4<f32>(params.high));
  if (params.hard_swish != 0u) {
    y = x * clamp(x + 3.0, vec4<f32>(0.0), vec4<f32>(6.0)) / 6.0;
  }
  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> weight: array<vec4<real>>;
@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<real>>;

const PIXELS: u32 = 4u;

// The pixel at x of the row that begins at start; zero outside it.
fn load(start: u32, x: i32) -> vec4<f32> {
  let inside = x >= 0 && x < i32(params.in_width);
  let value = activate_input(vec4<f32>(input[start + select(0u, u32(x), inside) * params.vec4s]));
  return select(vec4<f32>(0.0), value, inside);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let columns = (params.out_width + PIXELS - 1u) / PIXELS;
  let i = (group.y * groups.x + group.x) * 64u + local;
  let c = i % params.vec4s;
  let first = i / params.vec4s % columns * PIXELS;
  let row = i / params.vec4s / columns;
  let y = row % params.out_height;
  let n = row / params.out_height;
  if (n >= live_batch(params.batch)) {
    return;
  }

  let in_row_vec4s = params.in_width * params.vec4s;
  // Where the window of each pixel begins in a row, which is before the row where it is padded.
  let left = i32(first * params.stride_x) - i32(params.pad_left);
  let step = i32(params.stride_x);
  var sum0: vec4<f32>;
  var sum1: vec4<f32>;
  var sum2: vec4<f32>;
  var sum3: vec4<f32>;
  for (var ky = 0u; ky < params.kernel_height; ky++) {
    let in_y = i32(y * params.stride_y + ky * params.dilation_y) - i32(params.pad_top);
    if (in_y < 0 || in_y >= i32(params.in_height)) {
      continue;
    }
    let start = (n * params.in_height + u32(in_y)) * in_row_vec4s + c;
    for (var kx = 0u; kx < params.kernel_width; kx++) {
      let factor = vec4<f32>(weight[(ky * params.kernel_width + kx) * params.vec4s + c]);
      let in_x = left + i32(kx * params.dilation_x);
      sum0 = fma(load(start, in_x), factor, sum0);
      sum1 = fma(load(start, in_x + step), factor, sum1);
      sum2 = fma(load(start, in_x + 2 * step), factor, sum2);
      sum3 = fma(load(start, in_x + 3 * step), factor, sum3);
    }
  }

  let sum = array<vec4<f32>, PIXELS>(sum0, sum1, sum2, sum3);
  for (var p = 0u; p < min(PIXELS, params.out_width - first); p++) {
    let index = (row * params.out_width + first + p) * params.vec4s + c;
    output[index] = vec4<real>(activate(apply_slopes(add_residual(sum[p] + bias[c], index), c)));
  }
}
