// The gradient of a convolution's weights, as sums over parts of the pixels: products of 4×4 matrices, whose
// output gradients travel between the 4 lanes of a subgroup. groups = 1, everything else is free. For
// adapters that run a shader as it is written, one operation on 4 lanes after the other: nothing in the
// innermost loop is indexed by a variable.
//
// An invocation computes two rows, each a vec4 of input channels at one tap, and 4 output vec4s. The lanes
// of a subgroup take neighbouring rows and need the same pixels: each lane finds one pixel's window and loads
// its output gradients, then all pass theirs round.
//
// input, output_gradient: nhwc4. sums: [part][row][4 input lanes][output vec4], where a row is
// [ky][kx][input vec4]. combine.wgsl adds them up.

// prelude
enable subgroups;
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

const LANES: u32 = 4u;
const ROWS: u32 = 8u;
const VEC4S: u32 = 4u;

// Where a row lies: its tap, and how far behind a window's first vec4.
struct Row {
  tap_y: i32,
  tap_x: i32,
  start: i32,
}

fn row_of(given: u32, rows: u32) -> Row {
  // Rows past the end compute the last one again and are not stored.
  let row = min(given, rows - 1u);
  let tap = row / params.in_vec4s;
  let y = i32(tap / params.kernel_width * params.dilation_y);
  let x = i32(tap % params.kernel_width * params.dilation_x);
  let start = (y * i32(params.in_width) + x) * i32(params.in_vec4s) + i32(row % params.in_vec4s);
  return Row(y, x, start);
}

// What a row meets of the window that begins at y and x; zero outside the image.
fn load(row: Row, window_y: i32, window_x: i32, window_start: i32) -> vec4<f32> {
  let y = window_y + row.tap_y;
  let x = window_x + row.tap_x;
  let inside = y >= 0 && y < i32(params.in_height) && x >= 0 && x < i32(params.in_width);
  let value = input[select(0u, u32(window_start + row.start), inside)];
  return select(vec4<f32>(0.0), value, inside);
}

// The output gradients of four pixels, one of which each lane has.
fn shared_gradients(own: vec4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(
    subgroupBroadcast(own, 0u),
    subgroupBroadcast(own, 1u),
    subgroupBroadcast(own, 2u),
    subgroupBroadcast(own, 3u),
  );
}

@compute @workgroup_size(LANES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let rows = params.kernel_height * params.kernel_width * params.in_vec4s;
  let tiles_down = (rows + ROWS - 1u) / ROWS;
  let tiles_across = (params.out_vec4s + VEC4S - 1u) / VEC4S;
  let index = group.y * groups.x + group.x;
  let part = index / (tiles_down * tiles_across);
  if (part >= params.parts) {
    return;
  }
  let first_row = index % tiles_down * ROWS + lane;
  let first_vec4 = index / tiles_down % tiles_across * VEC4S;
  let near_row = row_of(first_row, rows);
  let far_row = row_of(first_row + LANES, rows);

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
  let last_vec4 = params.out_vec4s - 1u;

  // A matrix for each output vec4 of each row, with a column for each input channel.
  var near0: mat4x4<f32>;
  var near1: mat4x4<f32>;
  var near2: mat4x4<f32>;
  var near3: mat4x4<f32>;
  var far0: mat4x4<f32>;
  var far1: mat4x4<f32>;
  var far2: mat4x4<f32>;
  var far3: mat4x4<f32>;
  for (var block = begin; block < end; block += LANES) {
    let is_live = block + lane < end;
    let top = i32(y * params.stride_y) - i32(params.pad_top);
    let own_x = i32(x * params.stride_x) - i32(params.pad_left);
    let row_start = (i32(n * params.in_height) + top) * i32(params.in_width);
    let own_start = (row_start + own_x) * i32(params.in_vec4s);
    // Pixels past the end lie outside the image.
    let own_y = select(-0x40000000, top, is_live);
    let y0 = subgroupBroadcast(own_y, 0u);
    let y1 = subgroupBroadcast(own_y, 1u);
    let y2 = subgroupBroadcast(own_y, 2u);
    let y3 = subgroupBroadcast(own_y, 3u);
    let x0 = subgroupBroadcast(own_x, 0u);
    let x1 = subgroupBroadcast(own_x, 1u);
    let x2 = subgroupBroadcast(own_x, 2u);
    let x3 = subgroupBroadcast(own_x, 3u);
    let start0 = subgroupBroadcast(own_start, 0u);
    let start1 = subgroupBroadcast(own_start, 1u);
    let start2 = subgroupBroadcast(own_start, 2u);
    let start3 = subgroupBroadcast(own_start, 3u);
    let near = transpose(mat4x4<f32>(
      load(near_row, y0, x0, start0),
      load(near_row, y1, x1, start1),
      load(near_row, y2, x2, start2),
      load(near_row, y3, x3, start3),
    ));
    let far = transpose(mat4x4<f32>(
      load(far_row, y0, x0, start0),
      load(far_row, y1, x1, start1),
      load(far_row, y2, x2, start2),
      load(far_row, y3, x3, start3),
    ));
    let at = select(0u, (block + lane) * params.out_vec4s, is_live);
    let live = vec4<bool>(is_live);
    let zero = vec4<f32>(0.0);
    let gradient0 = shared_gradients(select(zero, output_gradient[at + min(first_vec4, last_vec4)], live));
    near0 += gradient0 * near;
    far0 += gradient0 * far;
    let gradient1 = shared_gradients(select(zero, output_gradient[at + min(first_vec4 + 1u, last_vec4)], live));
    near1 += gradient1 * near;
    far1 += gradient1 * far;
    let gradient2 = shared_gradients(select(zero, output_gradient[at + min(first_vec4 + 2u, last_vec4)], live));
    near2 += gradient2 * near;
    far2 += gradient2 * far;
    let gradient3 = shared_gradients(select(zero, output_gradient[at + min(first_vec4 + 3u, last_vec4)], live));
    near3 += gradient3 * near;
    far3 += gradient3 * far;

    x += step_x;
    let next_row = x >= params.out_width;
    x -= select(0u, params.out_width, next_row);
    y += step_y + u32(next_row);
    let next_image = y >= params.out_height;
    y -= select(0u, params.out_height, next_image);
    n += step_n + u32(next_image);
  }

  var result = array<mat4x4<f32>, 2u * VEC4S>(near0, near1, near2, near3, far0, far1, far2, far3);
  let count = min(VEC4S, params.out_vec4s - first_vec4);
  for (var i = 0u; i < 2u; i++) {
    let row = first_row + i * LANES;
    if (row >= rows) {
      continue;
    }
    let start = (part * rows + row) * 4u * params.out_vec4s + first_vec4;
    for (var q = 0u; q < count; q++) {
      for (var channel = 0u; channel < 4u; channel++) {
        sums[start + channel * params.out_vec4s + q] = result[i * VEC4S + q][channel];
      }
    }
  }
}
