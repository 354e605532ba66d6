// Depthwise transposed convolution: every channel has a window of its own. groups = channels, everything
// else is free.
//
// An invocation computes PIXELS neighbours of one phase of a row, which lie a stride apart and meet the
// same taps, for one vec4 of channels. Neighbouring invocations take neighbouring vec4s, so that a
// workgroup's loads lie side by side.
//
// input, output: nhwc4. weight: [ky][kx][vec4] of channels. bias: a vec4 for each vec4. phases: as in
// tiled.wgsl.

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

const PIXELS: u32 = 4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.out_vec4s;
  let width = (params.out_width + params.stride_x - 1u) / params.stride_x;
  let columns = (width + PIXELS - 1u) / PIXELS;
  let run = index / params.out_vec4s;
  let first = run % columns * PIXELS;
  let phase_x = run / columns % params.stride_x;
  let y = run / columns / params.stride_x % params.out_height;
  let n = run / columns / params.stride_x / params.out_height;
  if (n >= live_batch(params.batch)) {
    return;
  }
  let y_at = y % params.stride_y * 3u;
  let x_at = (params.stride_y + phase_x) * 3u;
  let first_ky = u32(phases[y_at]);
  let first_kx = u32(phases[x_at]);
  let taps_y = min(u32(phases[y_at + 1u]), params.kernel_height);
  let taps_x = min(u32(phases[x_at + 1u]), params.kernel_width);
  let top = i32(y / params.stride_y) + phases[y_at + 2u];
  let left = i32(first) + phases[x_at + 2u];

  var sum: array<vec4<f32>, PIXELS>;
  for (var i = 0u; i < taps_y; i++) {
    let in_y = top - i32(i * params.pixel_step_y);
    if (in_y < 0 || in_y >= i32(params.in_height)) {
      continue;
    }
    let start = (n * params.in_height + u32(in_y)) * params.in_width;
    let row = (first_ky + i * params.tap_step_y) * params.kernel_width + first_kx;
    for (var j = 0u; j < taps_x; j++) {
      let factor = vec4<f32>(weight[(row + j * params.tap_step_x) * params.in_vec4s + c]);
      for (var p = 0u; p < PIXELS; p++) {
        let x = left + i32(p) - i32(j * params.pixel_step_x);
        let inside = x >= 0 && x < i32(params.in_width);
        let value = vec4<f32>(input[(start + select(0u, u32(x), inside)) * params.in_vec4s + c]);
        sum[p] = fma(select(vec4<f32>(0.0), value, inside), factor, sum[p]);
      }
    }
  }

  let out_row = (n * params.out_height + y) * params.out_width;
  let count = min(PIXELS, width - first);
  for (var p = 0u; p < count; p++) {
    let x = (first + p) * params.stride_x + phase_x;
    if (x < params.out_width) {
      output[(out_row + x) * params.out_vec4s + c] = vec4<real>(activate(sum[p] + bias[c]));
    }
  }
}
