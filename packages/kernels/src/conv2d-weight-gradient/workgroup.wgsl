// The gradient of a convolution's weights, as sums over parts of the pixels: implicit GEMM with tiles in
// workgroup memory. groups = 1, everything else is free.
//
// A workgroup computes DOWN · ROWS rows by ACROSS vec4s of output channels, where a row is a vec4 of
// input channels at one tap. An invocation computes ROWS rows of one output vec4, all of which lie DOWN
// apart. STEPS pixels are loaded at a time, for the next turn while this one's are computed with.
//
// input, output_gradient: nhwc4. sums: [part][row][4 input lanes][output vec4], where a row is
// [ky][kx][input vec4]. combine.wgsl adds them up.

// prelude
alias real = f32;
const DOWN: u32 = 8;
const ACROSS: u32 = 8;
const ROWS: u32 = 2;
const STEPS: u32 = 8;
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

const WORKGROUP: u32 = DOWN * ACROSS;
const TILE_ROWS: u32 = DOWN * ROWS;
// What an invocation loads: its row of the tile, at pixels that lie LOAD_STEP apart, and gradients.
const LOAD_STEP: u32 = WORKGROUP / TILE_ROWS;
const ROW_LOADS: u32 = STEPS / LOAD_STEP;
const GRADIENT_LOADS: u32 = STEPS * ACROSS / WORKGROUP;

var<workgroup> row_tile: array<vec4<f32>, STEPS * TILE_ROWS>;
var<workgroup> gradient_tile: array<vec4<f32>, STEPS * ACROSS>;

// Where a pixel of the output lies, and in which image.
struct Place {
  x: u32,
  y: u32,
  n: u32,
}

var<private> places: array<Place, ROW_LOADS>;
var<private> next_rows: array<vec4<f32>, ROW_LOADS>;
var<private> next_gradients: array<vec4<f32>, GRADIENT_LOADS>;

fn place_of(pixel: u32) -> Place {
  let row = pixel / params.out_width;
  return Place(pixel % params.out_width, row % params.out_height, row / params.out_height);
}

// The place that lies so far behind another, without a division.
fn place_behind(place: Place, by: Place) -> Place {
  let x = place.x + by.x;
  let next_row = x >= params.out_width;
  let y = place.y + by.y + u32(next_row);
  let next_image = y >= params.out_height;
  return Place(
    x - select(0u, params.out_width, next_row),
    y - select(0u, params.out_height, next_image),
    place.n + by.n + u32(next_image),
  );
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let rows = params.kernel_height * params.kernel_width * params.in_vec4s;
  let tiles_down = (rows + TILE_ROWS - 1u) / TILE_ROWS;
  let tiles_across = (params.out_vec4s + ACROSS - 1u) / ACROSS;
  let index = group.y * groups.x + group.x;
  let part = index / (tiles_down * tiles_across);
  if (part >= params.parts) {
    return;
  }
  let first_row = index % tiles_down * TILE_ROWS;
  let first_vec4 = index / tiles_down % tiles_across * ACROSS;

  // The row that this invocation loads. Rows past the end load the last one again and are not stored.
  let load_row = min(first_row + local % TILE_ROWS, rows - 1u);
  let tap = load_row / params.in_vec4s;
  let tap_y = i32(tap / params.kernel_width * params.dilation_y) - i32(params.pad_top);
  let tap_x = i32(tap % params.kernel_width * params.dilation_x) - i32(params.pad_left);
  let channel = load_row % params.in_vec4s;
  let load_vec4 = min(first_vec4 + local % ACROSS, params.out_vec4s - 1u);

  let begin = part * params.part_pixels;
  let end = min(begin + params.part_pixels, params.batch * params.out_height * params.out_width);
  let stride = place_of(STEPS);
  for (var i = 0u; i < ROW_LOADS; i++) {
    places[i] = place_of(begin + local / TILE_ROWS + i * LOAD_STEP);
  }
  let down = local % DOWN;
  let across = local / DOWN;
  var sum: array<array<vec4<f32>, 4>, ROWS>;
  // One turn more than there are tiles: each computes with what the one before loaded.
  for (var first = begin; first < end + STEPS; first += STEPS) {
    for (var i = 0u; i < ROW_LOADS; i++) {
      row_tile[(local / TILE_ROWS + i * LOAD_STEP) * TILE_ROWS + local % TILE_ROWS] = next_rows[i];
    }
    for (var i = 0u; i < GRADIENT_LOADS; i++) {
      gradient_tile[local + i * WORKGROUP] = next_gradients[i];
    }
    workgroupBarrier();
    for (var i = 0u; i < ROW_LOADS; i++) {
      let place = places[i];
      let y = i32(place.y * params.stride_y) + tap_y;
      let x = i32(place.x * params.stride_x) + tap_x;
      let within = y >= 0 && y < i32(params.in_height) && x >= 0 && x < i32(params.in_width);
      let inside = within && first + local / TILE_ROWS + i * LOAD_STEP < end;
      let pixel = (place.n * params.in_height + u32(y)) * params.in_width + u32(x);
      let value = input[select(0u, pixel * params.in_vec4s + channel, inside)];
      next_rows[i] = select(vec4<f32>(0.0), value, inside);
      places[i] = place_behind(place, stride);
    }
    for (var i = 0u; i < GRADIENT_LOADS; i++) {
      let pixel = first + (local + i * WORKGROUP) / ACROSS;
      let inside = pixel < end;
      let value = output_gradient[select(0u, pixel * params.out_vec4s + load_vec4, inside)];
      next_gradients[i] = select(vec4<f32>(0.0), value, inside);
    }
    for (var s = 0u; s < STEPS; s++) {
      let factor = gradient_tile[s * ACROSS + across];
      for (var r = 0u; r < ROWS; r++) {
        let value = row_tile[s * TILE_ROWS + r * DOWN + down];
        for (var lane = 0u; lane < 4u; lane++) {
          sum[r][lane] = fma(vec4<f32>(value[lane]), factor, sum[r][lane]);
        }
      }
    }
    workgroupBarrier();
  }

  let vec4_index = first_vec4 + across;
  if (vec4_index >= params.out_vec4s) {
    return;
  }
  for (var r = 0u; r < ROWS; r++) {
    let row = first_row + r * DOWN + down;
    if (row < rows) {
      for (var lane = 0u; lane < 4u; lane++) {
        sums[((part * rows + row) * 4u + lane) * params.out_vec4s + vec4_index] = sum[r][lane];
      }
    }
  }
}
