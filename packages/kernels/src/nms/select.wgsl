// First step of non-maximum suppression: lists the candidates whose score is above min_score, in any
// order. NaN is above nothing.
//
// One workgroup goes over all candidates of a list, so that it can count in workgroup memory, which starts
// at zero.
//
// scores: [list][candidate]. selected_scores, selected_indices: [list][entry]. selected_count: [list].

// prelude
alias real = f32;
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
@group(0) @binding(1) var<storage, read> scores: array<real>;
@group(0) @binding(2) var<storage, read_write> selected_scores: array<f32>;
@group(0) @binding(3) var<storage, read_write> selected_indices: array<u32>;
@group(0) @binding(4) var<storage, read_write> selected_count: array<u32>;

const WORKGROUP: u32 = 256u;

var<workgroup> count: atomic<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let start = group.z * params.candidates;
  for (var i = local; i < params.candidates; i += WORKGROUP) {
    let score = f32(scores[start + i]);
    // Told by its bits: a compiler may take it that no float is NaN.
    let is_nan = (bitcast<u32>(score) & 0x7fffffffu) > 0x7f800000u;
    if (score > params.min_score && !is_nan) {
      let entry = start + atomicAdd(&count, 1u);
      selected_scores[entry] = score;
      selected_indices[entry] = i;
    }
  }
  workgroupBarrier();
  if (local == 0u) {
    selected_count[group.z] = atomicLoad(&count);
  }
}
