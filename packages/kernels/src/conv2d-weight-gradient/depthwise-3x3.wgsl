// The gradient of a depthwise convolution's windows of 3×3 pixels, as sums over parts of the pixels.
// groups = channels, no dilation; the stride is STRIDE in both directions, 1 or 2.
//
// An invocation computes one vec4 of channels for a part of the strips that the images are cut into. It
// walks down strips of 2 columns of the output, and loads each pixel once: a row of the input stays for
// as many rows of the output as need it. Neighbouring invocations take neighbouring vec4s, so that a
// workgroup's loads lie side by side.
//
// input, output_gradient: nhwc4. sums: [part][ky][kx][vec4]. combine.wgsl adds them up.

// prelude
alias real = f32;
const WORKGROUP: u32 = 64;
const STRIDE: u32 = 1;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_height: u32,
  out_width: u32,
  pad_top: u32,
  pad_left: u32,
  strip_rows: u32,
  parts: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec4<f32>>;

const COLUMNS: u32 = 2u;
const ROW: u32 = STRIDE + 3u;

alias InputRow = array<vec4<f32>, ROW>;

// The pixels at y, from x on, of vec4 c of image n; zero outside the image.
fn load_row(n: u32, y: i32, x: i32, c: u32) -> InputRow {
  var row: InputRow;
  let inside_y = y >= 0 && y < i32(params.in_height);
  let start = (n * params.in_height + u32(y)) * params.in_width;
  for (var i = 0u; i < ROW; i++) {
    let in_x = x + i32(i);
    let inside = inside_y && in_x >= 0 && in_x < i32(params.in_width);
    let value = input[select(0u, (start + u32(in_x)) * params.vec4s + c, inside)];
    row[i] = select(vec4<f32>(0.0), value, inside);
  }
  return row;
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * WORKGROUP + local;
  let c = index % params.vec4s;
  let part = index / params.vec4s;
  if (part >= params.parts) {
    return;
  }
  let strips_across = (params.out_width + COLUMNS - 1u) / COLUMNS;
  let strips_down = (params.out_height + params.strip_rows - 1u) / params.strip_rows;
  let strips = params.batch * strips_down * strips_across;
  var sum: array<vec4<f32>, 9>;
  for (var strip = part; strip < strips; strip += params.parts) {
    let left = strip % strips_across * COLUMNS;
    let top = strip / strips_across % strips_down * params.strip_rows;
    let n = strip / strips_across / strips_down;
    let x = i32(left * STRIDE) - i32(params.pad_left);
    let y = i32(top * STRIDE) - i32(params.pad_top);
    let rows = min(params.strip_rows, params.out_height - top);
    let has_second = left + 1u < params.out_width;
    // The input rows of a window; those that the next one needs too move up.
    var row0 = load_row(n, y, x, c);
    var row1: InputRow;
    if (STRIDE == 1u) {
      row1 = load_row(n, y + 1, x, c);
    }
    for (var r = 0u; r < rows; r++) {
      let in_y = y + i32(r * STRIDE);
      if (STRIDE == 2u) {
        row1 = load_row(n, in_y + 1, x, c);
      }
      let row2 = load_row(n, in_y + 2, x, c);
      let at = ((n * params.out_height + top + r) * params.out_width + left) * params.vec4s + c;
      let first = output_gradient[at];
      let loaded = output_gradient[select(at, at + params.vec4s, has_second)];
      let second = select(vec4<f32>(0.0), loaded, has_second);
      for (var kx = 0u; kx < 3u; kx++) {
        sum[kx] = fma(row0[kx], first, fma(row0[kx + STRIDE], second, sum[kx]));
        sum[3u + kx] = fma(row1[kx], first, fma(row1[kx + STRIDE], second, sum[3u + kx]));
        sum[6u + kx] = fma(row2[kx], first, fma(row2[kx + STRIDE], second, sum[6u + kx]));
      }
      if (STRIDE == 1u) {
        row0 = row1;
        row1 = row2;
      } else {
        row0 = row2;
      }
    }
  }
  for (var tap = 0u; tap < 9u; tap++) {
    sums[(part * 9u + tap) * params.vec4s + c] = sum[tap];
  }
}
