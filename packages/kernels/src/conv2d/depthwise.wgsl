// Depthwise convolution: every channel has a window of its own. groups = channels, everything else
// is free.
//
// An invocation computes PIXELS neighbours of a row for one vec4 of channels; neighbouring
// invocations take neighbouring vec4s, so that a workgroup's loads lie side by side.
//
// input, output: nhwc4. weight: [ky][kx][vec4] of channels. bias: a vec4 for each vec4.

// prelude
alias real = f32;
const PIXELS: u32 = 4;
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
  input_low: f32,
  input_high: f32,
  low: f32,
  high: f32,
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
fn activate_input(x: vec4<f32>) -> vec4<f32> {
  return clamp(x, vec4<f32>(params.input_low), vec4<f32>(params.input_high));
}
fn activate(x: vec4<f32>) -> vec4<f32> {
  return clamp(x, vec4<f32>(params.low), vec4<f32>(params.high));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> weight: array<vec4<real>>;
@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<real>>;

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

  let image = n * params.in_height * params.in_width;
  var sum: array<vec4<f32>, PIXELS>;
  for (var ky = 0u; ky < params.kernel_height; ky++) {
    let in_y = i32(y * params.stride_y + ky * params.dilation_y) - i32(params.pad_top);
    if (in_y < 0 || in_y >= i32(params.in_height)) {
      continue;
    }
    let in_row = image + u32(in_y) * params.in_width;
    for (var kx = 0u; kx < params.kernel_width; kx++) {
      let factor = vec4<f32>(weight[(ky * params.kernel_width + kx) * params.vec4s + c]);
      for (var p = 0u; p < PIXELS; p++) {
        let in_x = i32((first + p) * params.stride_x + kx * params.dilation_x) - i32(params.pad_left);
        let inside = in_x >= 0 && in_x < i32(params.in_width);
        let index = (in_row + select(0u, u32(in_x), inside)) * params.vec4s + c;
        let value = select(vec4<f32>(0.0), activate_input(vec4<f32>(input[index])), inside);
        sum[p] = fma(value, factor, sum[p]);
      }
    }
  }

  for (var p = 0u; p < PIXELS; p++) {
    if (first + p < params.out_width) {
      let index = (row * params.out_width + first + p) * params.vec4s + c;
      output[index] = vec4<real>(activate(add_residual(sum[p] + bias[c], index)));
    }
  }
}
