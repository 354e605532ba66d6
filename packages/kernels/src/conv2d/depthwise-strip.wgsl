// Depthwise convolution with a narrow kernel: every channel has a window of its own. groups =
// channels, no dilation in x; the kernel's width and its stride in x are constants.
//
// An invocation computes COLUMNS neighbours of a row for one vec4 of channels. Of each input row it
// loads every pixel once, for all the windows that it lies in. Neighbouring invocations take
// neighbouring vec4s, so that a workgroup's loads lie side by side.
//
// input, output: nhwc4. weight: [ky][kx][vec4] of channels. bias: a vec4 for each vec4.

// prelude
alias real = f32;
const COLUMNS: u32 = 8;
const KERNEL_WIDTH: u32 = 3;
const STRIDE_X: u32 = 1;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_height: u32,
  out_width: u32,
  kernel_height: u32,
  stride_y: u32,
  dilation_y: u32,
  pad_top: u32,
  pad_left: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
fn add_residual(x: vec4<f32>, index: u32) -> vec4<f32> {
  return x;
}
fn activate_input(x: vec4<f32>) -> vec4<f32> {
  return x;
}
fn activate(x: vec4<f32>) -> vec4<f32> {
  return x;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> weight: array<vec4<real>>;
@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<real>>;

const IN_COLUMNS: u32 = (COLUMNS - 1u) * STRIDE_X + KERNEL_WIDTH;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let strips = (params.out_width + COLUMNS - 1u) / COLUMNS;
  let i = (group.y * groups.x + group.x) * 64u + local;
  let c = i % params.vec4s;
  let first = i / params.vec4s % strips * COLUMNS;
  let row = i / params.vec4s / strips;
  let y = row % params.out_height;
  let n = row / params.out_height;
  if (n >= live_batch(params.batch)) {
    return;
  }

  var sum: array<vec4<f32>, COLUMNS>;
  for (var ky = 0u; ky < params.kernel_height; ky++) {
    let in_y = i32(y * params.stride_y + ky * params.dilation_y) - i32(params.pad_top);
    if (in_y < 0 || in_y >= i32(params.in_height)) {
      continue;
    }
    let start = (n * params.in_height + u32(in_y)) * params.in_width;
    var value: array<vec4<f32>, IN_COLUMNS>;
    for (var p = 0u; p < IN_COLUMNS; p++) {
      let x = i32(first * STRIDE_X + p) - i32(params.pad_left);
      let inside = x >= 0 && x < i32(params.in_width);
      let index = (start + select(0u, u32(x), inside)) * params.vec4s + c;
      value[p] = select(vec4<f32>(0.0), activate_input(vec4<f32>(input[index])), inside);
    }
    for (var kx = 0u; kx < KERNEL_WIDTH; kx++) {
      let factor = vec4<f32>(weight[(ky * KERNEL_WIDTH + kx) * params.vec4s + c]);
      for (var p = 0u; p < COLUMNS; p++) {
        sum[p] = fma(value[p * STRIDE_X + kx], factor, sum[p]);
      }
    }
  }

  for (var p = 0u; p < COLUMNS; p++) {
    if (first + p < params.out_width) {
      let index = (row * params.out_width + first + p) * params.vec4s + c;
      output[index] = vec4<real>(activate(add_residual(sum[p] + bias[c], index)));
    }
  }
}
