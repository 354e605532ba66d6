// Boxes and scores from the map of a YOLO v2 detector (Redmon & Farhadi 2017): a cell holds the
// centre of a box, an anchor gives its size.
//
// An invocation decodes one candidate, which is one anchor of one cell.
//
// cells: [row][column][anchor](tx, ty, tw, th, to). anchors: [anchor](width, height) in cells.
// boxes: [row][column][anchor](left, top, right, bottom) as shares of the network's input. scores:
// [row][column][anchor].

// prelude
alias real = f32;
struct Params {
  height: u32,
  width: u32,
  anchors: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cells: array<real>;
@group(0) @binding(2) var<storage, read> anchors: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read_write> boxes: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> scores: array<f32>;

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

fn exponential(x: f32) -> f32 {
  return keep_nan(exp(x), x);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let anchor = i % params.anchors;
  let column = i / params.anchors % params.width;
  let row = i / params.anchors / params.width;
  if (row >= params.height) {
    return;
  }
  let t = i * 5u;
  let within = vec2<f32>(sigmoid(f32(cells[t])), sigmoid(f32(cells[t + 1u])));
  let growth = vec2<f32>(exponential(f32(cells[t + 2u])), exponential(f32(cells[t + 3u])));
  let grid = vec2<f32>(f32(params.width), f32(params.height));
  let centre = (vec2<f32>(f32(column), f32(row)) + within) / grid;
  let half_size = growth * anchors[anchor] / grid / 2.0;
  boxes[i] = vec4<f32>(centre - half_size, centre + half_size);
  scores[i] = sigmoid(f32(cells[t + 4u]));
}
