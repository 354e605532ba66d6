// The gradient of a convolution's weights with any number of groups, whatever their width, as sums over
// parts of the pixels: the plain loops. Everything is free; other variants are faster where they apply.
//
// An invocation computes, for a part of the pixels, the weights of one vec4 of output channels, which may
// belong to different groups, at one tap and for one input channel of the group, its row. With DEPTHWISE
// the groups are the channels, of the input and of the output.
//
// input, output_gradient: nhwc4. sums: [part][row][output vec4], where a row is [ky][kx][input channel of
// the group]. combine.wgsl adds them up.

// prelude
alias real = f32;
const DEPTHWISE: u32 = 0;
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
  dilation_y: u32,
  dilation_x: u32,
  pad_top: u32,
  pad_left: u32,
  parts: u32,
  part_pixels: u32,
  group_inputs: u32,
  group_outputs: u32,
  groups: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.out_vec4s;
  let rows = params.kernel_height * params.kernel_width * params.group_inputs;
  let row = index / params.out_vec4s % rows;
  let part = index / params.out_vec4s / rows;
  if (part >= params.parts) {
    return;
  }
  let tap = row / params.group_inputs;
  let tap_y = i32(tap / params.kernel_width * params.dilation_y) - i32(params.pad_top);
  let tap_x = i32(tap % params.kernel_width * params.dilation_x) - i32(params.pad_left);
  // The channel of each lane; lanes beyond the last output channel take the last group.
  let lanes = vec4<u32>(c * 4u) + vec4<u32>(0u, 1u, 2u, 3u);
  let lane_groups = min(lanes / params.group_outputs, vec4<u32>(params.groups - 1u));
  let channels = lane_groups * params.group_inputs + vec4<u32>(row % params.group_inputs);

  let plane = params.out_height * params.out_width;
  let begin = part * params.part_pixels;
  let end = min(begin + params.part_pixels, params.batch * plane);
  var x = begin % params.out_width;
  var y = begin / params.out_width % params.out_height;
  var n = begin / plane;
  var sum = vec4<f32>(0.0);
  for (var pixel = begin; pixel < end; pixel++) {
    let in_y = i32(y * params.stride_y) + tap_y;
    let in_x = i32(x * params.stride_x) + tap_x;
    if (in_y >= 0 && in_y < i32(params.in_height) && in_x >= 0 && in_x < i32(params.in_width)) {
      let start = ((n * params.in_height + u32(in_y)) * params.in_width + u32(in_x)) * params.in_vec4s;
      var value: vec4<f32>;
      if (DEPTHWISE == 1u) {
        value = input[start + c];
      } else {
        for (var lane = 0u; lane < 4u; lane++) {
          value[lane] = input[start + channels[lane] / 4u][channels[lane] % 4u];
        }
      }
      sum = fma(value, output_gradient[pixel * params.out_vec4s + c], sum);
    }
    x++;
    let next_row = x == params.out_width;
    x = select(x, 0u, next_row);
    y += u32(next_row);
    let next_image = y == params.out_height;
    y = select(y, 0u, next_image);
    n += u32(next_image);
  }
  sums[index] = sum;
}
