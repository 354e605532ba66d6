// First half of max pooling's gradient: which tap of each window has the largest value, the first one in
// row-major order where several have. max.wgsl is the second half.
//
// An invocation computes one window's vec4 of channels; neighbouring invocations take neighbouring vec4s,
// so that a workgroup's loads lie side by side.
//
// input: nhwc4. winners: nhwc4, a number of a tap for each channel: ky · kernel width + kx, or 0xffffffff
// for a window that covers nothing but padding.

// prelude
alias real = f32;
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
fn is_nan(x: vec4<f32>) -> vec4<bool> {
  return (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u);
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> winners: array<vec4<u32>>;

// The taps of a window that lie on the image, from the first to the one behind the last, along one
// axis. The window's tap 0 lies at `first`.
fn taps_inside(first: i32, dilation: u32, kernel: u32, size: u32) -> vec2<u32> {
  let step = i32(dilation);
  let begin = u32(max(step - 1 - first, 0)) / dilation;
  let end = u32(max(i32(size) - first + step - 1, 0)) / dilation;
  return vec2<u32>(begin, min(end, kernel));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.vec4s;
  let x = index / params.vec4s % params.out_width;
  let y = index / params.vec4s / params.out_width % params.out_height;
  let n = index / params.vec4s / params.out_width / params.out_height;
  if (n >= params.batch) {
    return;
  }

  let first_y = i32(y * params.stride_y) - i32(params.pad_top);
  let first_x = i32(x * params.stride_x) - i32(params.pad_left);
  let rows = taps_inside(first_y, params.dilation_y, params.kernel_height, params.in_height);
  let columns = taps_inside(first_x, params.dilation_x, params.kernel_width, params.in_width);
  var winner = vec4<u32>(0xffffffffu);
  var largest = vec4<f32>();
  for (var ky = rows.x; ky < rows.y; ky++) {
    let in_y = u32(first_y + i32(ky * params.dilation_y));
    let in_row = (n * params.in_height + in_y) * params.in_width;
    for (var kx = columns.x; kx < columns.y; kx++) {
      let in_x = u32(first_x + i32(kx * params.dilation_x));
      let value = input[(in_row + in_x) * params.vec4s + c];
      // NaN is larger than everything, as in the pooling itself.
      let is_larger = (value > largest) | (is_nan(value) & !is_nan(largest));
      let wins = is_larger | (winner == vec4<u32>(0xffffffffu));
      largest = select(largest, value, wins);
      winner = select(winner, vec4<u32>(ky * params.kernel_width + kx), wins);
    }
  }
  winners[index] = winner;
}
