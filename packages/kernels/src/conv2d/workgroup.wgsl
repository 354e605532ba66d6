// Convolution as implicit GEMM (im2col that is never stored) whose tiles travel through workgroup
// memory, for graphics processors. groups = 1, everything else is free.
//
// A step is the four channels of an input vec4 under one tap of the window; STEPS of them are loaded at
// a time. A workgroup of DOWN × ACROSS invocations computes a tile of DOWN · PIXELS pixels and
// ACROSS · VEC4S output vec4s, of which each invocation has a register tile of PIXELS × VEC4S.
//
// Where the tiles are too few to fill the processor, the steps are split (split K): each part stores
// its sums, one part after the other, and `combine.wgsl` adds them up.
//
// input, output: nhwc4. bias: a vec4 for each output vec4. weight: output vec4s; a block of as many as
// a tile has begins weight_block after the one before, and an input channel's weights weight_row after
// those of the one before.

// prelude
alias real = f32;
alias stored = f32;
const PIXELS: u32 = 4;
const VEC4S: u32 = 1;
const DOWN: u32 = 8;
const ACROSS: u32 = 8;
const STEPS: u32 = 4;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  in_vec4s: u32,
  out_height: u32,
  out_width: u32,
  out_vec4s: u32,
  kernel_height: u32,
  kernel_width: u32,
  stride_y: u32,
  stride_x: u32,
  dilation_y: u32,
  dilation_x: u32,
  pad_top: u32,
  pad_left: u32,
  last_lanes: u32,
  parts: u32,
  part_steps: u32,
  weight_block: u32,
  weight_row: u32,
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
@group(0) @binding(4) var<storage, read_write> output: array<vec4<stored>>;

const WORKGROUP: u32 = DOWN * ACROSS;
const TILE_PIXELS: u32 = DOWN * PIXELS;
const TILE_VEC4S: u32 = ACROSS * VEC4S;
// What an invocation loads: pixels' channels, all for the same one of the STEPS, and weights.
const PIXEL_LOADS: u32 = (STEPS * TILE_PIXELS + WORKGROUP - 1u) / WORKGROUP;
const WEIGHT_LOADS: u32 = (STEPS * 4u * TILE_VEC4S + WORKGROUP - 1u) / WORKGROUP;

var<workgroup> pixel_tile: array<vec4<f32>, STEPS * TILE_PIXELS>;
var<workgroup> weight_tile: array<vec4<f32>, STEPS * 4u * TILE_VEC4S>;

// Where the window of each pixel that is loaded begins, and in which image.
var<private> top: array<i32, PIXEL_LOADS>;
var<private> left: array<i32, PIXEL_LOADS>;
var<private> image: array<u32, PIXEL_LOADS>;
// What was loaded for the next tiles, while these are computed with.
var<private> next_pixels: array<vec4<f32>, PIXEL_LOADS>;
var<private> next_weights: array<vec4<f32>, WEIGHT_LOADS>;

// Where the windows of the pixels begin that `local` loads. Pixels past the end load the last one again
// and are not stored.
fn find_windows(local: u32, first_pixel: u32, pixels: u32) {
  let plane = params.out_height * params.out_width;
  for (var i = 0u; i < PIXEL_LOADS; i++) {
    let m = min(first_pixel + local / STEPS + i * (WORKGROUP / STEPS), pixels - 1u);
    top[i] = i32(m % plane / params.out_width * params.stride_y) - i32(params.pad_top);
    left[i] = i32(m % params.out_width * params.stride_x) - i32(params.pad_left);
    image[i] = m / plane * params.in_height * params.in_width;
  }
}

// Loads what `local` puts into the tiles of the steps from `first` on; zeros from `end` on.
fn load_next(local: u32, first: u32, end: u32, block: u32) {
  let step = first + local % STEPS;
  let tap = step / params.in_vec4s;
  let channel = step % params.in_vec4s;
  let dy = i32(tap / params.kernel_width * params.dilation_y);
  let dx = i32(tap % params.kernel_width * params.dilation_x);
  // Beyond the last channel, anything may be stored, even NaN.
  let is_last = channel + 1u == params.in_vec4s;
  let real_lanes = vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(select(4u, params.last_lanes, is_last));
  for (var i = 0u; i < PIXEL_LOADS; i++) {
    let y = top[i] + dy;
    let x = left[i] + dx;
    let within = y >= 0 && y < i32(params.in_height) && x >= 0 && x < i32(params.in_width);
    let inside = within && step < end;
    let index = (image[i] + u32(y) * params.in_width + u32(x)) * params.in_vec4s + channel;
    let value = activate_input(vec4<f32>(input[select(0u, index, inside)]));
    next_pixels[i] = select(vec4<f32>(0.0), value, real_lanes & vec4<bool>(inside));
  }
  for (var i = 0u; i < WEIGHT_LOADS; i++) {
    let slot = local + i * WORKGROUP;
    let k = first * 4u + slot / TILE_VEC4S;
    let column = min(slot % TILE_VEC4S, params.out_vec4s - 1u - block * TILE_VEC4S);
    let inside = k < end * 4u;
    let index = block * params.weight_block + k * params.weight_row + column;
    let value = vec4<f32>(weight[select(0u, index, inside)]);
    next_weights[i] = select(vec4<f32>(0.0), value, inside);
  }
}

fn store_tiles(local: u32) {
  for (var i = 0u; i < PIXEL_LOADS; i++) {
    let slot = local / STEPS + i * (WORKGROUP / STEPS);
    if (slot < TILE_PIXELS) {
      pixel_tile[local % STEPS * TILE_PIXELS + slot] = next_pixels[i];
    }
  }
  for (var i = 0u; i < WEIGHT_LOADS; i++) {
    let slot = local + i * WORKGROUP;
    if (slot < STEPS * 4u * TILE_VEC4S) {
      weight_tile[slot] = next_weights[i];
    }
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let plane = params.out_height * params.out_width;
  let pixels = live_batch(params.batch) * plane;
  let first_pixel = (group.y * groups.x + group.x) * TILE_PIXELS;
  if (first_pixel >= pixels) {
    return;
  }
  let part = group.z % params.parts;
  let block = group.z / params.parts;
  let first_vec4 = block * TILE_VEC4S;
  let first_step = part * params.part_steps;
  let all_steps = params.kernel_height * params.kernel_width * params.in_vec4s;
  let end_step = min(first_step + params.part_steps, all_steps);

  let down = local % DOWN;
  let across = local / DOWN;
  var sum: array<array<vec4<f32>, VEC4S>, PIXELS>;
  find_windows(local, first_pixel, pixels);
  load_next(local, first_step, end_step, block);
  for (var first = first_step; first < end_step; first += STEPS) {
    store_tiles(local);
    workgroupBarrier();
    load_next(local, first + STEPS, end_step, block);

    for (var s = 0u; s < STEPS; s++) {
      var value: array<vec4<f32>, PIXELS>;
      for (var p = 0u; p < PIXELS; p++) {
        value[p] = pixel_tile[s * TILE_PIXELS + p * DOWN + down];
      }
      for (var lane = 0u; lane < 4u; lane++) {
        for (var q = 0u; q < VEC4S; q++) {
          let factor = weight_tile[(s * 4u + lane) * TILE_VEC4S + q * ACROSS + across];
          for (var p = 0u; p < PIXELS; p++) {
            sum[p][q] = fma(vec4<f32>(value[p][lane]), factor, sum[p][q]);
          }
        }
      }
    }
    workgroupBarrier();
  }

  for (var p = 0u; p < PIXELS; p++) {
    let m = first_pixel + p * DOWN + down;
    for (var q = 0u; q < VEC4S; q++) {
      let c = first_vec4 + q * ACROSS + across;
      if (m < pixels && c < params.out_vec4s) {
        let index = m * params.out_vec4s + c;
        if (params.parts > 1u) {
          let part_vec4s = params.batch * plane * params.out_vec4s;
          output[part * part_vec4s + index] = vec4<stored>(sum[p][q]);
        } else {
          let value = apply_slopes(add_residual(sum[p][q] + bias[c], index), c);
          output[index] = vec4<stored>(activate(value));
        }
      }
    }
  }
}
