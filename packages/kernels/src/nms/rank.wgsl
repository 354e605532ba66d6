// Second step of non-maximum suppression: puts the selected candidates in order, best score first,
// the lower index first where scores are equal.
//
// An invocation ranks one of them: it counts those that are better.
//
// boxes: [batch][candidate] of four numbers; lists that belong to the classes of an image share its boxes.
// BOX says what the four are: 0 for left, top, right and bottom, 1 for any two opposite corners, 2 for
// centre and size. selected_*: see select.wgsl. ranked_boxes: [list][rank](left, top, right, bottom),
// ranked_indices: [list][rank].

// prelude
alias real = f32;
const BOX: u32 = 0;
struct Params {
  candidates: u32,
  classes: u32,
  limit: u32,
  min_score: f32,
  iou_threshold: f32,
  min_width: f32,
  min_height: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> boxes: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> selected_scores: array<f32>;
@group(0) @binding(3) var<storage, read> selected_indices: array<u32>;
@group(0) @binding(4) var<storage, read> selected_count: array<u32>;
@group(0) @binding(5) var<storage, read_write> ranked_boxes: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> ranked_indices: array<u32>;

const CORNERS: u32 = 1u;
const CENTRE: u32 = 2u;

fn edges(box: vec4<f32>) -> vec4<f32> {
  if (BOX == CORNERS) {
    return vec4<f32>(min(box.xy, box.zw), max(box.xy, box.zw));
  }
  if (BOX == CENTRE) {
    return vec4<f32>(box.xy - box.zw * 0.5, box.xy + box.zw * 0.5);
  }
  return box;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let count = min(selected_count[group.z], params.candidates);
  if (i >= count) {
    return;
  }
  let start = group.z * params.candidates;
  let score = selected_scores[start + i];
  let index = selected_indices[start + i];
  var rank = 0u;
  for (var j = 0u; j < count; j++) {
    let other = selected_scores[start + j];
    let better = other > score || (other == score && selected_indices[start + j] < index);
    rank += select(0u, 1u, better);
  }
  let box = boxes[group.z / params.classes * params.candidates + index];
  ranked_boxes[start + rank] = edges(vec4<f32>(box));
  ranked_indices[start + rank] = index;
}
