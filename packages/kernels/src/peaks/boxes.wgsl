// Last step of finding peaks: a box and a score for each of those that were listed.
//
// An invocation makes one box. heat, offsets, sizes: maps whose strides are parameters. cells, keys:
// [entry], a cell and its key (see find.wgsl), the highest first; what is no peak gets a score of 0.
// boxes: [entry](left, top, right, bottom) as shares of the network's input. scores: [entry].
//
// EXTENT says what sizes holds: 0, half the side of a square. 1, width and height. 2, the ways from the
// peak to the left, top, right and bottom edges. CURVE says of what: 0, of the sizes themselves, 1, of
// their logarithms. Where OFFSETS is 1, peaks lie that many cells from their cells.

// prelude
alias real = f32;
const CURVE: u32 = 0;
const EXTENT: u32 = 0;
const LOGIT: u32 = 0;
const OFFSETS: u32 = 0;
struct Params {
  entries: u32,
  width: u32,
  heat_first: u32,
  heat_cell: u32,
  offset_x: u32,
  offset_y: u32,
  offset_cell: u32,
  size_cell: u32,
  size_0: u32,
  size_1: u32,
  size_2: u32,
  size_3: u32,
  offset_scale: f32,
  size_x: f32,
  size_y: f32,
  origin_x: f32,
  origin_y: f32,
  step_x: f32,
  step_y: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> heat: array<real>;
@group(0) @binding(2) var<storage, read> offsets: array<real>;
@group(0) @binding(3) var<storage, read> sizes: array<real>;
@group(0) @binding(4) var<storage, read> cells: array<u32>;
@group(0) @binding(5) var<storage, read> keys: array<f32>;
@group(0) @binding(6) var<storage, read_write> boxes: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read_write> scores: array<f32>;

const LARGEST: f32 = 0x1.fffffep+127;

// y, or x where that is NaN: `exp` may drop it. It is told by its bits, since a compiler may take it
// that no float is NaN.
fn keep_nan(y: f32, x: f32) -> f32 {
  return select(y, x, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u);
}

// Of a magnitude alone, so that no exponential overflows.
fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return keep_nan(select(e, 1.0, x >= 0.0) / (1.0 + e), x);
}

fn size(first: u32, cell: u32) -> f32 {
  let x = f32(sizes[first + cell * params.size_cell]);
  if (CURVE == 1u) {
    return keep_nan(exp(x), x);
  }
  return x;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.entries) {
    return;
  }
  let cell = cells[i];
  var place = vec2<f32>(f32(cell % params.width), f32(cell / params.width));
  if (OFFSETS == 1u) {
    let x = f32(offsets[params.offset_x + cell * params.offset_cell]);
    let y = f32(offsets[params.offset_y + cell * params.offset_cell]);
    place += params.offset_scale * vec2<f32>(x, y);
  }
  let centre = vec2<f32>(params.origin_x, params.origin_y) + place * vec2<f32>(params.step_x, params.step_y);
  var before = vec2<f32>(size(params.size_0, cell));
  var behind = before;
  if (EXTENT == 1u) {
    before = vec2<f32>(size(params.size_0, cell), size(params.size_1, cell)) / 2.0;
    behind = before;
  }
  if (EXTENT == 2u) {
    before = vec2<f32>(size(params.size_0, cell), size(params.size_1, cell));
    behind = vec2<f32>(size(params.size_2, cell), size(params.size_3, cell));
  }
  let unit = vec2<f32>(params.size_x, params.size_y);
  boxes[i] = vec4<f32>(centre - unit * before, centre + unit * behind);
  let height = f32(heat[params.heat_first + cell * params.heat_cell]);
  var score = height;
  if (LOGIT == 1u) {
    score = sigmoid(height);
  }
  scores[i] = select(score, 0.0, keys[i] == LARGEST);
}
