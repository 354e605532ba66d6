// First step of finding peaks: gives each cell of a heatmap a key by which peaks sort, the highest
// first. A cell is a peak where none of its eight neighbours is higher; of a plateau all cells are.
//
// An invocation looks at one cell. heat: a map whose strides are parameters. keys: [cell], the negated
// height of a peak, and the largest f32 for any other cell. NaN comes first, and so is seen; it is no
// neighbour.

// prelude
alias real = f32;
struct Params {
  height: u32,
  width: u32,
  heat_first: u32,
  heat_cell: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> heat: array<real>;
@group(0) @binding(2) var<storage, read_write> keys: array<f32>;

const LARGEST: f32 = 0x1.fffffep+127;

// Told by its bits: a compiler may take it that no float is NaN.
fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let cell = (group.y * groups.x + group.x) * 64u + local;
  if (cell >= params.height * params.width) {
    return;
  }
  let height = f32(heat[params.heat_first + cell * params.heat_cell]);
  let at = vec2<i32>(i32(cell % params.width), i32(cell / params.width));
  let low = max(at - 1, vec2<i32>(0));
  let high = min(at + 1, vec2<i32>(i32(params.width), i32(params.height)) - 1);
  var is_peak = true;
  for (var y = low.y; y <= high.y; y++) {
    for (var x = low.x; x <= high.x; x++) {
      let near = u32(y) * params.width + u32(x);
      let other = f32(heat[params.heat_first + near * params.heat_cell]);
      is_peak = is_peak && (is_nan(other) || other <= height);
    }
  }
  let key = select(LARGEST, -height, is_peak);
  keys[cell] = select(key, -LARGEST, is_nan(height));
}
