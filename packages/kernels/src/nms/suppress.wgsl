// Last step of non-maximum suppression: goes down the ranked candidates and keeps each that is large enough and
// doesn't overlap a better one that was kept.
//
// One workgroup has a list. It takes CHUNK candidates at a time, one for each invocation. An invocation compares its
// own with all that were kept before the chunk, then notes as bits which better ones of the chunk it
// overlaps. From everybody's bits it works out by itself who of the chunk is kept: a chunk costs
// three barriers, however many it keeps. The boxes that are kept move to the front of ranked_boxes:
// none moves past one that hasn't been read yet.
//
// ranked_*, selected_count: see rank.wgsl. kept_indices: [list][entry], candidates, the best first.
// kept_count: [list], and no more than the limit.

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
@group(0) @binding(1) var<storage, read_write> ranked_boxes: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> ranked_indices: array<u32>;
@group(0) @binding(3) var<storage, read> selected_count: array<u32>;
@group(0) @binding(4) var<storage, read_write> kept_indices: array<u32>;
@group(0) @binding(5) var<storage, read_write> kept_count: array<u32>;

// Bits of a u32.
const CHUNK: u32 = 32u;

var<workgroup> chunk: array<vec4<f32>, CHUNK>;
var<workgroup> rivals: array<u32, CHUNK>;

fn area(box: vec4<f32>) -> f32 {
  let size = max(box.zw - box.xy, vec2<f32>(0.0));
  return size.x * size.y;
}

// Whether the intersection over union is above the threshold. Multiplied out: a box without area
// overlaps nothing, and nothing is divided by 0.
fn overlap(a: vec4<f32>, b: vec4<f32>) -> bool {
  let shared_area = area(vec4<f32>(max(a.xy, b.xy), min(a.zw, b.zw)));
  return shared_area > params.iou_threshold * (area(a) + area(b) - shared_area);
}

@compute @workgroup_size(CHUNK)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let start = group.z * params.candidates;
  let count = min(selected_count[group.z], params.candidates);
  let own_bit = 1u << local;
  var kept = 0u;
  for (var first = 0u; first < count; first += CHUNK) {
    let i = min(first + local, count - 1u);
    let box = ranked_boxes[start + i];
    chunk[local] = box;
    let is_small = box.z - box.x < params.min_width || box.w - box.y < params.min_height;
    var lost = first + local >= count || is_small;
    for (var j = 0u; j < kept && !lost; j++) {
      lost = overlap(box, ranked_boxes[start + j]);
    }
    workgroupBarrier();

    // One that has lost already is its own rival.
    var own_rivals = select(0u, own_bit, lost);
    for (var j = 0u; j < local; j++) {
      own_rivals |= select(0u, 1u << j, overlap(box, chunk[j]));
    }
    rivals[local] = own_rivals;
    workgroupBarrier();

    var winners = 0u;
    for (var j = 0u; j < CHUNK; j++) {
      let bit = 1u << j;
      winners |= select(0u, bit, (rivals[j] & (winners | bit)) == 0u);
    }
    if ((winners & own_bit) != 0u) {
      let entry = start + kept + countOneBits(winners & (own_bit - 1u));
      ranked_boxes[entry] = box;
      kept_indices[entry] = ranked_indices[start + i];
    }
    kept += countOneBits(winners);
    storageBarrier();
  }
  if (local == 0u) {
    kept_count[group.z] = min(kept, params.limit);
  }
}
