// Max pooling: the largest value of each window. Padding never wins; a window that covers nothing
// else gives 0.
//
// An invocation computes one pixel's vec4 of channels; neighbouring invocations take neighbouring
// vec4s, so that a workgroup's loads lie side by side.
//
// input, output: nhwc4.

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
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<real>>;

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
  if (n >= live_batch(params.batch)) {
    return;
  }

  let first_y = i32(y * params.stride_y) - i32(params.pad_top);
  let first_x = i32(x * params.stride_x) - i32(params.pad_left);
  let rows = taps_inside(first_y, params.dilation_y, params.kernel_height, params.in_height);
  let columns = taps_inside(first_x, params.dilation_x, params.kernel_width, params.in_width);
  if (rows.x >= rows.y || columns.x >= columns.y) {
    output[index] = vec4<real>();
    return;
  }

  let image = n * params.in_height;
  // The search starts at the first element: WGSL has no infinity to start from.
  let top = u32(first_y + i32(rows.x * params.dilation_y));
  let left = u32(first_x + i32(columns.x * params.dilation_x));
  var largest = vec4<f32>(input[((image + top) * params.in_width + left) * params.vec4s + c]);
  for (var ky = rows.x; ky < rows.y; ky++) {
    let in_y = u32(first_y + i32(ky * params.dilation_y));
    let in_row = (image + in_y) * params.in_width;
    for (var kx = columns.x; kx < columns.y; kx++) {
      let in_x = u32(first_x + i32(kx * params.dilation_x));
      let value = vec4<f32>(input[(in_row + in_x) * params.vec4s + c]);
      // NaN is larger than everything. It is told by its bits: `max` may drop it.
      let is_nan = (bitcast<vec4<u32>>(value) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u);
      largest = select(largest, value, (value > largest) | is_nan);
    }
  }
  output[index] = vec4<real>(largest);
}
