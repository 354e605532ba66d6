// First step of top-k: cuts each row into runs of neighbours and sorts the first KEPT pairs of each
// run into ascending order. Of equal values the one with the smaller index comes first; NaN and
// infinity become the largest f32, so that they come last.
//
// An invocation goes down a run, which has KEPT values at least, and inserts each into the list that
// it holds in registers.
//
// values: [row][size]. list_values, list_indices: [row][run][KEPT]. Where LABELLED is 1, the index of a
// value is what labels, [size], has at its place, otherwise the place itself.

// prelude
alias real = f32;
const KEPT: u32 = 4;
const LABELLED: u32 = 0;
struct Params {
  rows: u32,
  size: u32,
  run: u32,
  runs: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read_write> list_values: array<f32>;
@group(0) @binding(4) var<storage, read_write> list_indices: array<u32>;

const LARGEST: f32 = 0x1.fffffep+127;
const NO_INDEX: u32 = 0xffffffffu;

// A value as it sorts. What lies past the end of a row sorts last: its index is larger, too.
fn load(row: u32, i: u32) -> f32 {
  if (i >= params.size) {
    return LARGEST;
  }
  let value = values[row * params.size + i];
  // Told by its bits: a compiler may take it that no float is NaN.
  let bits = bitcast<u32>(value);
  let last = bits == 0x7f800000u || (bits & 0x7fffffffu) > 0x7f800000u;
  return select(value, LARGEST, last);
}

fn index_of(i: u32) -> u32 {
  if (i >= params.size) {
    return NO_INDEX;
  }
  if (LABELLED == 1u) {
    return labels[i];
  }
  return i;
}

fn precedes(value: f32, index: u32, other_value: f32, other_index: u32) -> bool {
  return value < other_value || (value == other_value && index < other_index);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let list = (group.y * groups.x + group.x) * 64u + local;
  let row = list / params.runs;
  if (row >= live_batch(params.rows)) {
    return;
  }
  let first = list % params.runs * params.run;

  var kept_values: array<f32, KEPT>;
  var kept_indices: array<u32, KEPT>;
  for (var i = 0u; i < params.run; i++) {
    var value = load(row, first + i);
    if (i >= KEPT && value > kept_values[KEPT - 1u]) {
      continue;
    }
    // From its place on, everything moves one further; the last one falls out.
    var index = index_of(first + i);
    var moving = false;
    for (var rank = 0u; rank < KEPT; rank++) {
      let other_value = kept_values[rank];
      let other_index = kept_indices[rank];
      moving = moving || rank == i || precedes(value, index, other_value, other_index);
      kept_values[rank] = select(other_value, value, moving);
      kept_indices[rank] = select(other_index, index, moving);
      value = select(value, other_value, moving);
      index = select(index, other_index, moving);
    }
  }
  for (var rank = 0u; rank < KEPT; rank++) {
    list_values[list * KEPT + rank] = kept_values[rank];
    list_indices[list * KEPT + rank] = kept_indices[rank];
  }
}
