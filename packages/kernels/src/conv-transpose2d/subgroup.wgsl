// Transposed convolution as a register tile whose weights travel between the lanes of a subgroup, phase by
// phase as in tiled.wgsl. groups = 1, everything else is free. For adapters whose subgroups all have LANES
// invocations.
//
// An invocation computes PIXELS pixels of one phase, of VEC4S output vec4s each. The lanes of a subgroup
// take neighbouring pixels of the phase and need the same weights: each lane loads its share, then all
// pass theirs round.
//
// input, output, bias, phases: as in tiled.wgsl. weight: [output block][ky][kx][input vec4][4 input
// lanes][VEC4S] vec4s of output channels, with zeros for channels that aren't there.

// prelude
enable subgroups;
alias real = f32;
const LANES: u32 = 8;
const PIXELS: u32 = 4;
const VEC4S: u32 = 4;
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
  last_lanes: u32,
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

// Vec4s of weights for the four channels of an input vec4, and what each lane loads of them.
const FACTORS: u32 = 4u * VEC4S;
const LOADS: u32 = (FACTORS + LANES - 1u) / LANES;

@compute @workgroup_size(LANES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  // The pixels of one phase, as many in each: those past the output's edge are not stored.
  let height = (params.out_height + params.stride_y - 1u) / params.stride_y;
  let width = (params.out_width + params.stride_x - 1u) / params.stride_x;
  let plane = height * width;
  let pixels = live_batch(params.batch) * plane;
  let tiles = (params.batch * plane + LANES * PIXELS - 1u) / (LANES * PIXELS);
  let tile = group.y * groups.x + group.x;
  let phase = tile / tiles;
  let block = tile % tiles * (LANES * PIXELS);
  if (phase >= params.stride_y * params.stride_x || block >= pixels) {
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
  // the last one again: every lane must stay to pass its weights on.
  let first = block + lane;
  var top: array<i32, PIXELS>;
  var left: array<i32, PIXELS>;
  var image: array<i32, PIXELS>;
  for (var p = 0u; p < PIXELS; p++) {
    let m = min(first + p * LANES, pixels - 1u);
    top[p] = i32(m % plane / width) + phases[y_at + 2u];
    left[p] = i32(m % width) + phases[x_at + 2u];
    image[p] = i32(m / plane * params.in_height);
  }

  var sum: array<array<vec4<f32>, VEC4S>, PIXELS>;
  // Beyond the last channel, anything may be stored, even NaN.
  let last_lanes = vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(params.last_lanes);
  let in_width = i32(params.in_width);
  let taps = group.z * params.kernel_height * params.kernel_width;
  for (var i = 0u; i < taps_y; i++) {
    let dy = i32(i * params.pixel_step_y);
    let row = (first_ky + i * params.tap_step_y) * params.kernel_width;
    for (var j = 0u; j < taps_x; j++) {
      let dx = i32(j * params.pixel_step_x);
      var w = (taps + row + first_kx + j * params.tap_step_x) * params.in_vec4s * FACTORS + lane;
      var start: array<u32, PIXELS>;
      var inside: array<bool, PIXELS>;
      for (var p = 0u; p < PIXELS; p++) {
        let y = top[p] - dy;
        let x = left[p] - dx;
        inside[p] = y >= 0 && y < i32(params.in_height) && x >= 0 && x < in_width;
        start[p] = select(0u, u32((image[p] + y) * in_width + x) * params.in_vec4s, inside[p]);
      }
      for (var c = 0u; c < params.in_vec4s; c++) {
        let real_lanes = last_lanes | vec4<bool>(c + 1u < params.in_vec4s);
        var value: array<vec4<f32>, PIXELS>;
        for (var p = 0u; p < PIXELS; p++) {
          let loaded = vec4<f32>(input[start[p] + c]);
          value[p] = select(vec4<f32>(0.0), loaded, real_lanes & vec4<bool>(inside[p]));
        }
        var own: array<vec4<f32>, LOADS>;
        for (var load = 0u; load < LOADS; load++) {
          own[load] = vec4<f32>(weight[w + load * LANES]);
        }
        w += FACTORS;
        for (var q = 0u; q < VEC4S; q++) {
          for (var k = 0u; k < 4u; k++) {
            let slot = k * VEC4S + q;
            let factor = subgroupShuffle(own[slot / LANES], slot % LANES);
            for (var p = 0u; p < PIXELS; p++) {
              sum[p][q] = fma(vec4<f32>(value[p][k]), factor, sum[p][q]);
            }
          }
        }
      }
    }
  }

  var result: array<vec4<f32>, VEC4S * PIXELS>;
  for (var p = 0u; p < PIXELS; p++) {
    for (var q = 0u; q < VEC4S; q++) {
      result[q * PIXELS + p] = sum[p][q];
    }
  }
  // Not to be unrolled: compilers take long over each store that they see.
  let count = min(VEC4S, params.out_vec4s - group.z * VEC4S) * PIXELS;
  for (var i = 0u; i < count; i++) {
    let m = first + i % PIXELS * LANES;
    let y = m % plane / width * params.stride_y + phase_y;
    let x = m % width * params.stride_x + phase_x;
    if (m < pixels && y < params.out_height && x < params.out_width) {
      let c = group.z * VEC4S + i / PIXELS;
      let pixel = (m / plane * params.out_height + y) * params.out_width + x;
      output[pixel * params.out_vec4s + c] = vec4<real>(activate(result[i] + bias[c]));
    }
  }
}
