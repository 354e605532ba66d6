// Transposed convolution with any number of groups, whatever their width: the plain loops over the
// taps that meet a pixel. Everything is free; tiled.wgsl is faster for one group.
//
// An invocation computes one pixel's vec4 of output channels, which may belong to different groups.
//
// input, output: nhwc4. weight: [ky][kx][input channel of the group][output vec4]. bias: a vec4 for
// each output vec4. phases: as in tiled.wgsl.

// prelude
alias real = f32;
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
  group_inputs: u32,
  group_outputs: u32,
  groups: u32,
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

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.out_vec4s;
  let x = index / params.out_vec4s % params.out_width;
  let y = index / params.out_vec4s / params.out_width % params.out_height;
  let n = index / params.out_vec4s / params.out_width / params.out_height;
  if (n >= live_batch(params.batch)) {
    return;
  }
  let y_at = y % params.stride_y * 3u;
  let x_at = (params.stride_y + x % params.stride_x) * 3u;
  let first_ky = u32(phases[y_at]);
  let first_kx = u32(phases[x_at]);
  let taps_y = min(u32(phases[y_at + 1u]), params.kernel_height);
  let taps_x = min(u32(phases[x_at + 1u]), params.kernel_width);
  let top = i32(y / params.stride_y) + phases[y_at + 2u];
  let left = i32(x / params.stride_x) + phases[x_at + 2u];

  // The group of each lane; lanes beyond the last output channel take the last group.
  let lanes = vec4<u32>(c * 4u) + vec4<u32>(0u, 1u, 2u, 3u);
  let lane_groups = min(lanes / params.group_outputs, vec4<u32>(params.groups - 1u));
  let first = lane_groups * params.group_inputs;
  var sum = vec4<f32>(0.0);
  for (var i = 0u; i < taps_y; i++) {
    let in_y = top - i32(i * params.pixel_step_y);
    let row = (first_ky + i * params.tap_step_y) * params.kernel_width;
    for (var j = 0u; j < taps_x; j++) {
      let in_x = left - i32(j * params.pixel_step_x);
      if (in_y < 0 || in_y >= i32(params.in_height) || in_x < 0 || in_x >= i32(params.in_width)) {
        continue;
      }
      let pixel = (n * params.in_height + u32(in_y)) * params.in_width + u32(in_x);
      let start = pixel * params.in_vec4s;
      let tap = (row + first_kx + j * params.tap_step_x) * params.group_inputs;
      for (var k = 0u; k < params.group_inputs; k++) {
        var value: vec4<f32>;
        for (var lane = 0u; lane < 4u; lane++) {
          let channel = first[lane] + k;
          value[lane] = f32(input[start + channel / 4u][channel % 4u]);
        }
        sum = fma(value, vec4<f32>(weight[(tap + k) * params.out_vec4s + c]), sum);
      }
    }
  }
  output[index] = vec4<real>(activate(sum + bias[c]));
}
