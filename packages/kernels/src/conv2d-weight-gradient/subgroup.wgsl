// The gradient of a convolution's weights, as sums over parts of the pixels: implicit GEMM whose output
// gradients travel between the lanes of a subgroup. groups = 1, everything else is free. For adapters
// whose subgroups all have LANES invocations.
//
// An invocation computes the products of one vec4 of input channels at one tap, its row, and of VEC4S
// output vec4s. The lanes of a subgroup take neighbouring rows and need the same pixels: each lane finds
// one pixel's window and loads its output gradients, then all pass theirs round.
//
// input, output_gradient: nhwc4. sums: [part][row][4 input lanes][output vec4], where a row is
// [ky][kx][input vec4]. combine.wgsl adds them up.

// prelude
enable subgroups;
alias real = f32;
const LANES: u32 = 8;
const VEC4S: u32 = 4;
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
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec4<f32>>;

@compute @workgroup_size(LANES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let rows = params.kernel_height * params.kernel_width * params.in_vec4s;
  let tiles_down = (rows + LANES - 1u) / LANES;
  let tiles_across = (params.out_vec4s + VEC4S - 1u) / VEC4S;
  let index = group.y * groups.x + group.x;
  let part = index / (tiles_down * tiles_across);
  if (part >= params.parts) {
    return;
  }
  let row = index % tiles_down * LANES + lane;
  let first_vec4 = index / tiles_down % tiles_across * VEC4S;

  // Rows past the end compute the last one again and are not stored: every lane must stay to pass its
  // pixels on.
  let safe_row = min(row, rows - 1u);
  let tap = safe_row / params.in_vec4s;
  let tap_y = i32(tap / params.kernel_width * params.dilation_y);
  let tap_x = i32(tap % params.kernel_width * params.dilation_x);
  let in_width = i32(params.in_width);
  let in_vec4s = i32(params.in_vec4s);
  let tap_start = (tap_y * in_width + tap_x) * in_vec4s + i32(safe_row % params.in_vec4s);

  let plane = params.out_height * params.out_width;
  let begin = part * params.part_pixels;
  let end = min(begin + params.part_pixels, params.batch * plane);
  // The lane's pixel, and what brings it LANES pixels further.
  var x = (begin + lane) % params.out_width;
  var y = (begin + lane) / params.out_width % params.out_height;
  var n = (begin + lane) / plane;
  let step_x = LANES % params.out_width;
  let step_y = LANES / params.out_width % params.out_height;
  let step_n = LANES / plane;

  var sum: array<array<vec4<f32>, VEC4S>, 4>;
  for (var block = begin; block < end; block += LANES) {
    let is_live = block + lane < end;
    let own_top = i32(y * params.stride_y) - i32(params.pad_top);
    let own_left = i32(x * params.stride_x) - i32(params.pad_left);
    let own_start = ((i32(n * params.in_height) + own_top) * in_width + own_left) * in_vec4s;
    // Pixels past the end lie outside the image.
    let own_y = select(-0x40000000, own_top, is_live);
    var own: array<vec4<f32>, VEC4S>;
    for (var q = 0u; q < VEC4S; q++) {
      let at = (block + lane) * params.out_vec4s + min(first_vec4 + q, params.out_vec4s - 1u);
      own[q] = select(vec4<f32>(0.0), output_gradient[select(0u, at, is_live)], is_live);
    }
    for (var k = 0u; k < LANES; k++) {
      let in_y = subgroupShuffle(own_y, k) + tap_y;
      let in_x = subgroupShuffle(own_left, k) + tap_x;
      let at = subgroupShuffle(own_start, k) + tap_start;
      let inside = in_y >= 0 && in_y < i32(params.in_height) && in_x >= 0 && in_x < in_width;
      let value = select(vec4<f32>(0.0), input[select(0u, u32(at), inside)], inside);
      for (var q = 0u; q < VEC4S; q++) {
        let factor = subgroupShuffle(own[q], k);
        for (var i = 0u; i < 4u; i++) {
          sum[i][q] = fma(vec4<f32>(value[i]), factor, sum[i][q]);
        }
      }
    }
    x += step_x;
    let next_row = x >= params.out_width;
    x -= select(0u, params.out_width, next_row);
    y += step_y + u32(next_row);
    let next_image = y >= params.out_height;
    y -= select(0u, params.out_height, next_image);
    n += step_n + u32(next_image);
  }

  if (row >= rows) {
    return;
  }
  // Not to be unrolled: compilers take long over each store that they see.
  let count = min(VEC4S, params.out_vec4s - first_vec4);
  let start = (part * rows + row) * 4u * params.out_vec4s + first_vec4;
  for (var q = 0u; q < count; q++) {
    for (var i = 0u; i < 4u; i++) {
      sums[start + i * params.out_vec4s + q] = sum[i][q];
    }
  }
}
