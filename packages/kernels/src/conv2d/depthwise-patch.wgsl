// Depthwise convolution with a small kernel: every channel has a window of its own. groups =
// channels, no dilation; the kernel's size and its strides are constants.
//
// An invocation computes a patch of ROWS by COLUMNS pixels for one vec4 of channels. It loads every
// pixel of the input once, for all the windows that it lies in, and every weight once. Neighbouring
// invocations take neighbouring vec4s, so that a workgroup's loads lie side by side.
//
// input, output: nhwc4. weight: [ky][kx][vec4] of channels. bias: a vec4 for each vec4.

// prelude
alias real = f32;
const ROWS: u32 = 2;
const COLUMNS: u32 = 4;
const KERNEL_HEIGHT: u32 = 3;
const KERNEL_WIDTH: u32 = 3;
const STRIDE_Y: u32 = 1;
const STRIDE_X: u32 = 1;
const ROLLED: u32 = 0;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_height: u32,
  out_width: u32,
  pad_top: u32,
  pad_left: u32,
  taps: u32,
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

const IN_ROWS: u32 = (ROWS - 1u) * STRIDE_Y + KERNEL_HEIGHT;
const IN_COLUMNS: u32 = (COLUMNS - 1u) * STRIDE_X + KERNEL_WIDTH;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let patches_across = (params.out_width + COLUMNS - 1u) / COLUMNS;
  let patches_down = (params.out_height + ROWS - 1u) / ROWS;
  let i = (group.y * groups.x + group.x) * 64u + local;
  let c = i % params.vec4s;
  let patch_index = i / params.vec4s;
  let left = patch_index % patches_across * COLUMNS;
  let top = patch_index / patches_across % patches_down * ROWS;
  let n = patch_index / patches_across / patches_down;
  if (n >= live_batch(params.batch)) {
    return;
  }

  var factor: array<vec4<f32>, KERNEL_HEIGHT * KERNEL_WIDTH>;
  // A software adapter's compiler takes long over each load that it sees, so it had better not unroll.
  let taps = select(KERNEL_HEIGHT * KERNEL_WIDTH, params.taps, ROLLED == 1u);
  for (var tap = 0u; tap < taps; tap++) {
    factor[tap] = vec4<f32>(weight[tap * params.vec4s + c]);
  }
  var sum: array<array<vec4<f32>, COLUMNS>, ROWS>;
  for (var r = 0u; r < IN_ROWS; r++) {
    let y = i32(top * STRIDE_Y + r) - i32(params.pad_top);
    let inside_y = y >= 0 && y < i32(params.in_height);
    let start = (n * params.in_height + select(0u, u32(y), inside_y)) * params.in_width;
    var value: array<vec4<f32>, IN_COLUMNS>;
    for (var p = 0u; p < IN_COLUMNS; p++) {
      let x = i32(left * STRIDE_X + p) - i32(params.pad_left);
      let inside = inside_y && x >= 0 && x < i32(params.in_width);
      let index = (start + select(0u, u32(x), inside)) * params.vec4s + c;
      value[p] = select(vec4<f32>(0.0), activate_input(vec4<f32>(input[index])), inside);
    }
    for (var row = 0u; row < ROWS; row++) {
      // Row r of the patch's input is row r - row · STRIDE_Y of the windows of this row of pixels.
      if (r < row * STRIDE_Y || r >= row * STRIDE_Y + KERNEL_HEIGHT) {
        continue;
      }
      let ky = r - row * STRIDE_Y;
      for (var kx = 0u; kx < KERNEL_WIDTH; kx++) {
        for (var p = 0u; p < COLUMNS; p++) {
          sum[row][p] = fma(value[p * STRIDE_X + kx], factor[ky * KERNEL_WIDTH + kx], sum[row][p]);
        }
      }
    }
  }

  var result: array<vec4<f32>, ROWS * COLUMNS>;
  let addend = bias[c];
  for (var row = 0u; row < ROWS; row++) {
    for (var p = 0u; p < COLUMNS; p++) {
      result[row * COLUMNS + p] = sum[row][p] + addend;
    }
  }
  // A loop that can't be unrolled: compilers take long over stores while so much is alive.
  let count = min(ROWS, params.out_height - top) * COLUMNS;
  for (var i = 0u; i < count; i++) {
    let x = left + i % COLUMNS;
    if (x < params.out_width) {
      let pixel = (n * params.out_height + top + i / COLUMNS) * params.out_width + x;
      let index = pixel * params.vec4s + c;
      output[index] = vec4<real>(activate(add_residual(result[i], index)));
    }
  }
}
