// Transposed convolution as a register tile, phase by phase: rows and columns of the output that are
// a stride apart meet the same taps, so that no zero between the input's pixels is ever multiplied.
// groups = 1, everything else is free.
//
// An invocation computes PIXELS pixels of one phase, of VEC4S output vec4s each. Neighbouring
// invocations take neighbouring pixels of the phase, so that all of a workgroup read the same weights
// at the same time.
//
// input, output: nhwc4. weight: [output block][ky][kx][input vec4][4 input lanes][VEC4S] vec4s of
// output channels, with zeros for input channels that aren't there. bias: a vec4 for each output
// vec4. phases: for each phase along y, then along x: its first tap, its number of taps, and the
// input row that the first tap meets, less that of the phase.

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
  tap_step_y: u32,
  tap_step_x: u32,
  pixel_step_y: u32,
  pixel_step_x: u32,
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
@group(0) @binding(4) var<storage, read> phases: array<i32>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<real>>;

const WORKGROUP: u32 = 32u;

// The vec4 of a pixel's channels, with zeros in the lanes beyond the last channel: what is stored
// there may be anything, even NaN.
fn load(index: u32, last: bool) -> vec4<f32> {
  let value = vec4<f32>(input[index]);
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
  // The pixels of one phase, as many in each: those past the output's edge are not stored.
  let height = (params.out_height + params.stride_y - 1u) / params.stride_y;
  let width = (params.out_width + params.stride_x - 1u) / params.stride_x;
  let plane = height * width;
  let pixels = live_batch(params.batch) * plane;
  let tiles = (params.batch * plane + WORKGROUP * PIXELS - 1u) / (WORKGROUP * PIXELS);
  let tile = group.y * groups.x + group.x;
  let phase = tile / tiles;
  let first = tile % tiles * (WORKGROUP * PIXELS) + local;
  if (phase >= params.stride_y * params.stride_x || first >= pixels) {
    return;
  }
  let phase_y = phase / params.stride_x;
  let phase_x = phase % params.stride_x;
  let y_at = phase_y * 3u;
  let x_at = (params.stride_y + phase_x) * 3u;
  let first_ky = u32(phases[y_at]);
  let first_kx = u32(phases[x_at]);
  let taps_y = min(u32(phases[y_at + 1u]), params.kernel_height);
  let taps_x = min(u32(phases[x_at + 1u]), params.kernel_width);

  // The input pixel that each pixel's first tap meets, and in which image. Pixels past the end compute
  // the last one again.
  var top: array<i32, PIXELS>;
  var left: array<i32, PIXELS>;
  var image: array<u32, PIXELS>;
  for (var p = 0u; p < PIXELS; p++) {
    let m = min(first + p * WORKGROUP, pixels - 1u);
    top[p] = i32(m % plane / width) + phases[y_at + 2u];
    left[p] = i32(m % width) + phases[x_at + 2u];
    image[p] = m / plane * params.in_height * params.in_width;
  }

  var sum: array<array<vec4<f32>, VEC4S>, PIXELS>;
  let tap_vec4s = params.in_vec4s * 4u * VEC4S;
  let block = group.z * params.kernel_height * params.kernel_width;
  for (var i = 0u; i < taps_y; i++) {
    let dy = i32(i * params.pixel_step_y);
    let row = (first_ky + i * params.tap_step_y) * params.kernel_width;
    for (var j = 0u; j < taps_x; j++) {
      let dx = i32(j * params.pixel_step_x);
      var w = (block + row + first_kx + j * params.tap_step_x) * tap_vec4s;
      var start: array<u32, PIXELS>;
      var inside: array<bool, PIXELS>;
      for (var p = 0u; p < PIXELS; p++) {
        let y = top[p] - dy;
        let x = left[p] - dx;
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
  }

  for (var p = 0u; p < PIXELS; p++) {
    let m = first + p * WORKGROUP;
    let y = m % plane / width * params.stride_y + phase_y;
    let x = m % width * params.stride_x + phase_x;
    if (m >= pixels || y >= params.out_height || x >= params.out_width) {
      continue;
    }
    let pixel = (m / plane * params.out_height + y) * params.out_width + x;
    for (var q = 0u; q < VEC4S; q++) {
      let c = group.z * VEC4S + q;
      if (c < params.out_vec4s) {
        output[pixel * params.out_vec4s + c] = vec4<real>(activate(sum[p][q] + bias[c]));
      }
    }
  }
}
