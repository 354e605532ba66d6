// The keypoints that maps hold at peaks.
//
// An invocation finds one keypoint. keypoints: maps whose strides are parameters; x_first and y_first
// are the first channels of each axis, and channel_step leads to those of the next point. cells:
// [entry]. boxes: [entry](left, top, right, bottom) as shares of the network's input. output: [entry]
// [points](x, y), as shares of the network's input.
//
// Where BOX is 1, they hold shares of the box from its top left corner; otherwise cells from the peak's
// cell. CURVE says of what: 0, of the numbers themselves; 1, of numbers whose logarithm is stored beyond
// ±1, with their sign, and which are e times what is stored within.

// prelude
alias real = f32;
const BOX: u32 = 0;
const CURVE: u32 = 0;
struct Params {
  entries: u32,
  points: u32,
  width: u32,
  x_first: u32,
  y_first: u32,
  channel_step: u32,
  cell_step: u32,
  scale: f32,
  origin_x: f32,
  origin_y: f32,
  step_x: f32,
  step_y: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keypoints: array<real>;
@group(0) @binding(2) var<storage, read> cells: array<u32>;
@group(0) @binding(3) var<storage, read> boxes: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec2<f32>>;

fn expand(stored: f32) -> f32 {
  let x = stored * params.scale;
  if (CURVE == 0u) {
    return x;
  }
  let far = select(-exp(-x), exp(x), x > 0.0);
  let y = select(far, x * 0x1.5bf0a8p+1, abs(x) < 1.0);
  // `exp` may drop NaN. It is told by its bits, since a compiler may take it that no float is NaN.
  return select(y, x, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let entry = i / params.points;
  let point = i % params.points;
  if (entry >= params.entries) {
    return;
  }
  let cell = cells[entry];
  let at = point * params.channel_step + cell * params.cell_step;
  let stored = vec2<f32>(f32(keypoints[params.x_first + at]), f32(keypoints[params.y_first + at]));
  let way = vec2<f32>(expand(stored.x), expand(stored.y));
  if (BOX == 1u) {
    let box = boxes[entry];
    output[i] = box.xy + way * (box.zw - box.xy);
    return;
  }
  let place = vec2<f32>(f32(cell % params.width), f32(cell / params.width)) + way;
  output[i] = vec2<f32>(params.origin_x, params.origin_y) + place * vec2<f32>(params.step_x, params.step_y);
}
