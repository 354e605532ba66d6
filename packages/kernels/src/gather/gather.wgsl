// Gathers slices of a tensor along an axis: slice i of the output is slice indices[i] of the input, or
// zeros where the input has no such slice. Negative indices count from the end where wrap is the number
// of slices; it is 0 where indices are unsigned.
//
// An invocation writes one word of the output. Elements of less than 4 bytes lie several to a word,
// the first in the lowest bits. Where rows are whole words, a word is copied as one element; where
// they aren't, its elements may come from different rows, and each is fetched by itself.
//
// input: [outer][rows][row]. indices: [batch]. output: [outer][batch][row]. A row is counted in
// elements, of which `lanes` make a word. Only with an outer axis of 1 may fewer than all be live.

// prelude
alias real = f32;
struct Params {
  outer: u32,
  batch: u32,
  rows: u32,
  row: u32,
  lanes: u32,
  wrap: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<u32>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read_write> output: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let elements = params.outer * live_batch(params.batch) * params.row;
  if (i * params.lanes >= elements) {
    return;
  }
  let bits = 32u / params.lanes;
  let mask = 0xffffffffu >> (32u - bits);
  var word = 0u;
  for (var lane = 0u; lane < params.lanes; lane++) {
    let element = i * params.lanes + lane;
    let slice = element / params.row;
    let outer = slice / params.batch;
    let given = indices[slice - outer * params.batch];
    let index = given + select(0u, params.wrap, given >= 0x80000000u);
    if (element >= elements || index >= params.rows) {
      continue;
    }
    let source = (outer * params.rows + index) * params.row + (element - slice * params.row);
    let value = (input[source / params.lanes] >> (source % params.lanes * bits)) & mask;
    word |= value << (lane * bits);
  }
  output[i] = word;
}
