// Lp pooling: the p-norm of each window, (sum of |x|^p)^(1/p). Padding adds nothing.
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
  p: u32,
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

// x^p.
fn power(x: vec4<f32>) -> vec4<f32> {
  var y = x;
  for (var i = 1u; i < params.p; i++) {
    y *= x;
  }
  return y;
}

// x^(1/p). Powers may drop NaN, which is told by its bits.
fn root(x: vec4<f32>) -> vec4<f32> {
  if (params.p == 1u) {
    return x;
  }
  if (params.p == 2u) {
    return sqrt(x);
  }
  let is_nan = (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u);
  return select(pow(x, vec4<f32>(1.0 / f32(params.p))), x, is_nan);
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
  let image = n * params.in_height;
  var sum = vec4<f32>();
  for (var ky = rows.x; ky < rows.y; ky++) {
    let in_row = (image + u32(first_y + i32(ky * params.dilation_y))) * params.in_width;
    for (var kx = columns.x; kx < columns.y; kx++) {
      let in_x = u32(first_x + i32(kx * params.dilation_x));
      sum += power(abs(vec4<f32>(input[(in_row + in_x) * params.vec4s + c])));
    }
  }
  output[index] = vec4<real>(root(sum));
}
