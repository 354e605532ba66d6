// The gradient of average pooling: each pixel gets its share of the gradients of the windows that it lies
// in, one part of as many as the window counts pixels. Those are as in pool2d/average.wgsl.
//
// An invocation computes one pixel's vec4 of channels; neighbouring invocations take neighbouring vec4s,
// so that a workgroup's loads lie side by side.
//
// output_gradient, output: nhwc4, the output as large as the pooling's input.

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
  counted_top: u32,
  counted_bottom: u32,
  counted_left: u32,
  counted_right: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<f32>>;

// The windows that a pixel may lie in, from the first to the one behind the last, along one axis, where
// `place` is the pixel's, counted from the first row or column of padding.
fn windows_of(place: u32, stride: u32, reach: u32, count: u32) -> vec2<u32> {
  let begin = (max(place + stride, reach + 1u) - 1u - reach) / stride;
  return vec2<u32>(begin, min(place / stride + 1u, count));
}

// The taps of a window that lie from `low` to before `high`, from the first to the one behind the
// last, along one axis. The window's tap 0 lies at `first`.
fn taps_between(first: i32, dilation: u32, kernel: u32, low: i32, high: i32) -> vec2<u32> {
  let step = i32(dilation);
  let begin = u32(max(low - first + step - 1, 0)) / dilation;
  let end = u32(max(high - first + step - 1, 0)) / dilation;
  return vec2<u32>(begin, min(end, kernel));
}

// How many taps of a window count along one axis; at least 1.
fn counted(first: i32, dilation: u32, kernel: u32, before: u32, size: u32, after: u32) -> f32 {
  let taps = taps_between(first, dilation, kernel, -i32(before), i32(size + after));
  return f32(max(i32(taps.y) - i32(taps.x), 1));
}

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
    let on_row = (place_y - row * params.stride_y) % params.dilation_y == 0u;
    let high = counted(
      i32(row * params.stride_y) - i32(params.pad_top), params.dilation_y, params.kernel_height,
      params.counted_top, params.in_height, params.counted_bottom,
    );
    for (var column = columns.x; column < columns.y; column++) {
      let on_tap = on_row && (place_x - column * params.stride_x) % params.dilation_x == 0u;
      let wide = counted(
        i32(column * params.stride_x) - i32(params.pad_left), params.dilation_x, params.kernel_width,
        params.counted_left, params.in_width, params.counted_right,
      );
      let at = ((n * params.out_height + row) * params.out_width + column) * params.vec4s + c;
      sum += select(vec4<f32>(0.0), output_gradient[at] / (high * wide), on_tap);
    }
  }
  output[index] = sum;
}
