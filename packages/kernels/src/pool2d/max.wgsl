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

  // The part of the window that lies on the image.
  let first_y = i32(y * params.stride_y) - i32(params.pad_top);
  let first_x = i32(x * params.stride_x) - i32(params.pad_left);
  let top = max(first_y, 0);
  let left = max(first_x, 0);
  let bottom = min(first_y + i32(params.kernel_height), i32(params.in_height));
  let right = min(first_x + i32(params.kernel_width), i32(params.in_width));
  if (top >= bottom || left >= right) {
    output[index] = vec4<real>();
    return;
  }

  let image = n * params.in_height;
  // The search starts at the first element: WGSL has no infinity to start from.
  var largest = vec4<f32>(input[((image + u32(top)) * params.in_width + u32(left)) * params.vec4s + c]);
  for (var in_y = u32(top); in_y < u32(bottom); in_y++) {
    let in_row = (image + in_y) * params.in_width;
    for (var in_x = u32(left); in_x < u32(right); in_x++) {
      let value = vec4<f32>(input[(in_row + in_x) * params.vec4s + c]);
      // NaN is larger than everything. It is told by its bits: `max` may drop it.
      let is_nan = (bitcast<vec4<u32>>(value) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u);
      largest = select(largest, value, (value > largest) | is_nan);
    }
  }
  output[index] = vec4<real>(largest);
}
