// Convolution as a register tile: implicit GEMM (im2col that is never stored) without workgroup
// memory. groups = 1, everything else is free.
//
// An invocation computes PIXELS pixels of VEC4S output vec4s. Neighbouring invocations take
// neighbouring pixels, so that all of a workgroup read the same weights at the same time.
//
// input, output: nhwc4. weight: [output block][ky][kx][input vec4][4 input lanes][VEC4S] vec4s of
// output channels, with zeros for input channels that aren't there. bias: a vec4 for each output
// vec4.

// prelude
alias real = f32;
const PIXELS: u32 = 4;
const VEC4S: u32 = 2;
const CHANNEL_TAIL: u32 = 0;
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
  let y = clamp(x, vec4<f32>(params.input_low), vec4<f32>(params.input_high));
  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
}
fn activate(x: vec4<f32>) -> vec4<f32> {
  let y = clamp(x, vec4<f32>(params.low), vec4<f32>(params.high));
  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> weight: array<vec4<real>>;
@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<real>>;

const WORKGROUP: u32 = 32u;

// The vec4 of a pixel's channels, with zeros in the lanes beyond the last channel: what is stored
// there may be anything, even NaN.
fn load(index: u32, last: bool) -> vec4<f32> {
  let value = activate_input(vec4<f32>(input[index]));
  if (CHANNEL_TAIL == 0u) {
    return value;
  }
  let real_lanes = vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(CHANNEL_TAIL);
  return select(value, select(vec4<f32>(0.0), value, real_lanes), last);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let plane = params.out_height * params.out_width;
  let pixels = live_batch(params.batch) * plane;
  let first = (group.y * groups.x + group.x) * (WORKGROUP * PIXELS) + local;
  if (first >= pixels) {
    return;
  }

  // Where each pixel's window begins, and in which image. Pixels past the end compute the last one
  // again and are not stored.
  var top: array<i32, PIXELS>;
  var left: array<i32, PIXELS>;
  var image: array<u32, PIXELS>;
  for (var p = 0u; p < PIXELS; p++) {
    let m = min(first + p * WORKGROUP, pixels - 1u);
    let y = (m % plane) / params.out_width;
    let x = m % params.out_width;
    top[p] = i32(y * params.stride_y) - i32(params.pad_top);
    left[p] = i32(x * params.stride_x) - i32(params.pad_left);
    image[p] = (m / plane) * params.in_height * params.in_width;
  }

  var sum: array<array<vec4<f32>, VEC4S>, PIXELS>;
  let taps = params.kernel_height * params.kernel_width;
  var w = group.z * taps * params.in_vec4s * 4u * VEC4S;
  for (var tap = 0u; tap < taps; tap++) {
    let dy = i32(tap / params.kernel_width * params.dilation_y);
    let dx = i32(tap % params.kernel_width * params.dilation_x);
    var start: array<u32, PIXELS>;
    var inside: array<bool, PIXELS>;
    for (var p = 0u; p < PIXELS; p++) {
      let y = top[p] + dy;
      let x = left[p] + dx;
      inside[p] = y >= 0 && y < i32(params.in_height) && x >= 0 && x < i32(params.in_width);
      let pixel = select(0u, u32(y) * params.in_width + u32(x), inside[p]);
      start[p] = (image[p] + pixel) * params.in_vec4s;
    }
    for (var c = 0u; c < params.in_vec4s; c++) {
      var value: array<vec4<f32>, PIXELS>;
      for (var p = 0u; p < PIXELS; p++) {
        value[p] = select(vec4<f32>(0.0), load(start[p] + c, c + 1u == params.in_vec4s), inside[p]);
      }
      for (var lane = 0u; lane < 4u; lane++) {
        for (var q = 0u; q < VEC4S; q++) {
          let factor = vec4<f32>(weight[w]);
          w++;
          for (var p = 0u; p < PIXELS; p++) {
            sum[p][q] = fma(vec4<f32>(value[p][lane]), factor, sum[p][q]);
          }
        }
      }
    }
  }

  for (var p = 0u; p < PIXELS; p++) {
    let m = first + p * WORKGROUP;
    for (var q = 0u; q < VEC4S; q++) {
      let c = group.z * VEC4S + q;
      if (m < pixels && c < params.out_vec4s) {
        let index = m * params.out_vec4s + c;
        output[index] = vec4<real>(activate(add_residual(sum[p][q] + bias[c], index)));
      }
    }
  }
}
