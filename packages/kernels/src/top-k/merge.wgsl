// A step of top-k: merges pairs of lists, each in ascending order, and keeps the first `kept` pairs
// of both. Of equal values the one with the smaller index comes first.
//
// An invocation finds one pair of the merged list: a binary search says how many of the pairs before
// it come from the first list (the merge path of Green, McColl & Bader 2012).
//
// first_*: [row][first_stride], second_*: [row][second_stride], where the lists of a pair begin at
// multiples of pair_stride, the second ones second_start further on. merged_*: [row][list][kept].

// prelude
alias real = f32;
struct Params {
  rows: u32,
  lists: u32,
  kept: u32,
  first_length: u32,
  first_stride: u32,
  second_length: u32,
  second_stride: u32,
  second_start: u32,
  pair_stride: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> first_values: array<f32>;
@group(0) @binding(2) var<storage, read> first_indices: array<u32>;
@group(0) @binding(3) var<storage, read> second_values: array<f32>;
@group(0) @binding(4) var<storage, read> second_indices: array<u32>;
@group(0) @binding(5) var<storage, read_write> merged_values: array<f32>;
@group(0) @binding(6) var<storage, read_write> merged_indices: array<u32>;

const LARGEST: f32 = 0x1.fffffep+127;
const NO_INDEX: u32 = 0xffffffffu;

// Whether pair `a` of the first lists comes before pair `b` of the second ones.
fn first_precedes(a: u32, b: u32) -> bool {
  let value = first_values[a];
  let other = second_values[b];
  if (value == other) {
    return first_indices[a] <= second_indices[b];
  }
  return value < other;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let rank = index % params.kept;
  let list = index / params.kept % params.lists;
  let row = index / params.kept / params.lists;
  if (row >= live_batch(params.rows)) {
    return;
  }
  let first = row * params.first_stride + list * params.pair_stride;
  let second = row * params.second_stride + list * params.pair_stride + params.second_start;
  // The last list of an odd number has no partner.
  let alone = list * params.pair_stride + params.second_start >= params.second_stride;
  let second_length = select(params.second_length, 0u, alone);
  if (rank >= params.first_length + second_length) {
    merged_values[index] = LARGEST;
    merged_indices[index] = NO_INDEX;
    return;
  }

  // `low` becomes the number of pairs from the first list among the `rank` pairs before this one.
  var low = max(rank, second_length) - second_length;
  var high = min(rank, params.first_length);
  while (low < high) {
    let middle = (low + high) / 2u;
    if (first_precedes(first + middle, second + rank - 1u - middle)) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }

  let a = first + low;
  let b = second + rank - low;
  var take_first = rank - low >= second_length;
  if (!take_first && low < params.first_length) {
    take_first = first_precedes(a, b);
  }
  if (take_first) {
    merged_values[index] = first_values[a];
    merged_indices[index] = first_indices[a];
  } else {
    merged_values[index] = second_values[b];
    merged_indices[index] = second_indices[b];
  }
}
