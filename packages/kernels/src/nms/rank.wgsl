// Second step of non-maximum suppression: puts the selected candidates in order, best score first,
// the lower index first where scores are equal.
//
// An invocation ranks one of them: it counts those that are better.
//
// boxes: [candidate](left, top, right, bottom). selected_*: see select.wgsl. ranked_boxes,
// ranked_indices: [rank].

// prelude
alias real = f32;
struct Params {
  candidates: u32,
  min_score: f32,
  iou_threshold: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> boxes: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> selected_scores: array<f32>;
@group(0) @binding(3) var<storage, read> selected_indices: array<u32>;
@group(0) @binding(4) var<storage, read> selected_count: array<u32>;
@group(0) @binding(5) var<storage, read_write> ranked_boxes: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> ranked_indices: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let count = min(selected_count[0], params.candidates);
  if (i >= count) {
    return;
  }
  let score = selected_scores[i];
  let index = selected_indices[i];
  var rank = 0u;
  for (var j = 0u; j < count; j++) {
    let other = selected_scores[j];
    let better = other > score || (other == score && selected_indices[j] < index);
    rank += select(0u, 1u, better);
  }
  ranked_boxes[rank] = boxes[index];
  ranked_indices[rank] = index;
}
