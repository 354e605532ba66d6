// Depthwise transposed convolution of 3×3 pixels with strides of 2: every channel has a window of its own.
// groups = channels, no dilation.
//
// Counted from the first row and column that is cut off, a pixel of an even row is made of the taps of rows
// 0 and 2, one of an odd row of those of row 1, and so along columns: blocks of 2×2 pixels are made of the
// same 2×2 pixels of the input. An invocation computes a strip of blocks below each other for one vec4 of
// channels, and loads each pixel of the input once. Neighbouring invocations take neighbouring vec4s, so that a
// workgroup's loads lie side by side.
//
// input, output: nhwc4. weight: [ky][kx][vec4] of channels. bias: a vec4 for each vec4.

// prelude
alias real = f32;
const WORKGROUP: u32 = 64;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_height: u32,
  out_width: u32,
  pad_top: u32,
  pad_left: u32,
  blocks_down: u32,
  blocks_across: u32,
  strip_blocks: u32,
  taps: u32,
  low: f32,
  high: f32,
  hard_swish: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
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

// A pixel of vec4 c of image n; zero outside the image.
fn load(n: u32, y: i32, x: i32, c: u32) -> vec4<f32> {
  let inside = y >= 0 && y < i32(params.in_height) && x >= 0 && x < i32(params.in_width);
  let pixel = (n * params.in_height + u32(y)) * params.in_width + u32(x);
  let value = vec4<f32>(input[select(0u, pixel * params.vec4s + c, inside)]);
  return select(vec4<f32>(0.0), value, inside);
}

fn store(n: u32, y: i32, x: i32, c: u32, value: vec4<f32>) {
  if (y >= 0 && y < i32(params.out_height) && x >= 0 && x < i32(params.out_width)) {
    let pixel = (n * params.out_height + u32(y)) * params.out_width + u32(x);
    output[pixel * params.vec4s + c] = vec4<real>(activate(value));
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let strips_down = (params.blocks_down + params.strip_blocks - 1u) / params.strip_blocks;
  let index = (group.y * groups.x + group.x) * WORKGROUP + local;
  let c = index % params.vec4s;
  let strip = index / params.vec4s;
  let column = strip % params.blocks_across;
  let first = strip / params.blocks_across % strips_down * params.strip_blocks;
  let n = strip / params.blocks_across / strips_down;
  if (n >= live_batch(params.batch)) {
    return;
  }

  // A loop that can't be unrolled: compilers take long over each load that they see.
  var factor: array<vec4<f32>, 9>;
  for (var tap = 0u; tap < params.taps; tap++) {
    factor[tap] = vec4<f32>(weight[tap * params.vec4s + c]);
  }
  let addend = bias[c];
  let x = i32(column + params.pad_left / 2u);
  let y = i32(first + params.pad_top / 2u);
  let out_x = 2 * x - i32(params.pad_left);
  let count = min(params.strip_blocks, params.blocks_down - first);
  var above_left = load(n, y - 1, x - 1, c);
  var above = load(n, y - 1, x, c);
  for (var i = 0u; i < count; i++) {
    let row = y + i32(i);
    let left = load(n, row, x - 1, c);
    let here = load(n, row, x, c);
    let out_y = 2 * row - i32(params.pad_top);
    let near = fma(here, factor[0], fma(left, factor[2], addend));
    let far = fma(above, factor[6], fma(above_left, factor[8], near));
    store(n, out_y, out_x, c, far);
    store(n, out_y, out_x + 1, c, fma(here, factor[1], fma(above, factor[7], addend)));
    store(n, out_y + 1, out_x, c, fma(here, factor[3], fma(left, factor[5], addend)));
    store(n, out_y + 1, out_x + 1, c, fma(here, factor[4], addend));
    above_left = left;
    above = here;
  }
}
