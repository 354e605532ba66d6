// The gradient of average pooling: each pixel gets its share of the gradients of the windows that it lies
// in: one part of as many as the window counts pixels.
//
// An invocation computes one pixel's vec4 of channels; neighbouring invocations take neighbouring vec4s,
// so that a workgroup's loads lie side by side.
//
// output_gradient, output: nhwc4, the output as large as the pooling's input. shares: for each row of
// windows, then for each column, one over the number of their taps that count.

// prelude
alias real = f32;
const DILATED: u32 = 0;
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
}
fn windows_of(place: u32, stride: u32, reach: u32, count: u32) -> vec2<u32> {
  let begin = (max(place + stride, reach + 1u) - 1u - reach) / stride;
  return vec2<u32>(begin, min(place / stride + 1u, count));
}
struct Tap {
  index: u32,
  exists: bool,
}
fn tap_at(distance: u32, dilation: u32) -> Tap {
  if (DILATED == 0u) {
    return Tap(distance, true);
  }
  return Tap(distance / dilation, distance % dilation == 0u);
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> shares: array<f32>;
@group(0) @binding(2) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.vec4s;
  let x = index / params.vec4s % params.in_width;
  let y = index / params.vec4s / params.in_width % params.in_height;
  let n = index / params.vec4s / params.in_width / params.in_height;
  if (n >= params.batch) {
    return;
  }

  let place_y = y + params.pad_top;
  let place_x = x + params.pad_left;
  let reach_y = (params.kernel_height - 1u) * params.dilation_y;
  let reach_x = (params.kernel_width - 1u) * params.dilation_x;
  let rows = windows_of(place_y, params.stride_y, reach_y, params.out_height);
  let columns = windows_of(place_x, params.stride_x, reach_x, params.out_width);
  var sum = vec4<f32>();
  for (var row = rows.x; row < rows.y; row++) {
    let tap_y = tap_at(place_y - row * params.stride_y, params.dilation_y);
    let share_y = shares[row];
    for (var column = columns.x; column < columns.y; column++) {
      let tap_x = tap_at(place_x - column * params.stride_x, params.dilation_x);
      let share = share_y * shares[params.out_height + column];
      let at = ((n * params.out_height + row) * params.out_width + column) * params.vec4s + c;
      let is_tap = tap_y.exists && tap_x.exists;
      sum += select(vec4<f32>(0.0), output_gradient[at] * share, is_tap);
    }
  }
  output[index] = sum;
}
