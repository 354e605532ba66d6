// Average pooling: the sum of each window, over the number of its pixels that count. Those are the
// pixels of the image and of counted_top to counted_right rows and columns around it. A window
// without any gives 0.
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
  counted_top: u32,
  counted_bottom: u32,
  counted_left: u32,
  counted_right: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<real>>;

// How many of the pixels from first to end, along one axis, count; at least 1.
fn counted(first: i32, end: i32, before: u32, size: u32, after: u32) -> f32 {
  return f32(max(min(end, i32(size + after)) - max(first, -i32(before)), 1));
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

  let top = i32(y * params.stride_y) - i32(params.pad_top);
  let left = i32(x * params.stride_x) - i32(params.pad_left);
  let bottom = top + i32(params.kernel_height);
  let right = left + i32(params.kernel_width);
  let image = n * params.in_height;
  var sum = vec4<f32>();
  for (var in_y = max(top, 0); in_y < min(bottom, i32(params.in_height)); in_y++) {
    let in_row = (image + u32(in_y)) * params.in_width;
    for (var in_x = max(left, 0); in_x < min(right, i32(params.in_width)); in_x++) {
      sum += vec4<f32>(input[(in_row + u32(in_x)) * params.vec4s + c]);
    }
  }

  let rows = counted(top, bottom, params.counted_top, params.in_height, params.counted_bottom);
  let columns = counted(left, right, params.counted_left, params.in_width, params.counted_right);
  output[index] = vec4<real>(sum / (rows * columns));
}
